"""What applies: facts in; route, reasons and clocks out. Pure: no Flask, no database, no clock."""
