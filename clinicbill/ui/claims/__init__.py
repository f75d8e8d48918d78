"""The Claims page: what is ready, what is on its way, what needs somebody; the form and the file of each."""
