"""Writers: one file a backend; each turns results into sentences."""
