"""Photos: taken in, made safe, kept, shown."""
