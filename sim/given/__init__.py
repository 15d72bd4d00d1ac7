"""What is given before a run begins, for both engines: dates drawn at time 0, and the rates at which streams list."""
