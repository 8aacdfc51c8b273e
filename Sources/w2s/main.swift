print("w2s")
