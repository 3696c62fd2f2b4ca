def test_x(database):
    assert database.answers()
