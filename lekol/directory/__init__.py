"""Who and where: académie, circonscriptions, communes, schools, rooms, classes, persons and their dated posts."""
