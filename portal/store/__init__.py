"""The database: every table, every statement, and nothing that decides.

Rooms above hold a `Database`, open a transaction with `.write()` or a look with
`.read()`, and hand the connection to the plain functions in here. What comes
back are frozen rows; what is personal in them is already sealed.
"""
