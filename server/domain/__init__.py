"""Pure rules: values in, values out; no Flask, no SQL, no files, no clock, no chance."""
