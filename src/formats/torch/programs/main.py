def main():
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    warnings.filterwarnings("ignore")
    path = FOLDER / "numbers.safetensors"
    numbers, table = load(path), Table()
<<checks>>
    intact = zlib.crc32(path.read_bytes()) == CHECKSUM
    if not intact:
        print(f"\n{path.name} is not as it was written: its checksum is another.")
    if table.first is not None:
        end = f"{table.first} differs first"
    else:
        end = "OK" if intact else f"{path.name} was changed"
    print(f"\nmax |Δ| = {table.worst:.1e} over {table.count} tensors: {end}")
    sys.exit(0 if end == "OK" else 1)


if __name__ == "__main__":
    main()
