"""The finished site: its steps in order, its headers, its compressed copies, and the swap with the old one."""
