"""Assignment: batches, duties, leaders, deadlines and plans of petition cases."""
