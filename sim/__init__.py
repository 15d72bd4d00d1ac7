"""hubsim: how many places, staff and seats a return hub needs, who waits, who stays too long, and how sure we are."""
