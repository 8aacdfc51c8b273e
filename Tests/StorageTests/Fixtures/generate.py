"""Makes the HDF5 files of the storage tests with h5py, and a manifest of what made them.

artifact.h5 follows the definitions of the content checksum (Sources/Storage/ContentChecksum.swift)
and of the seal (StructureSeal.swift) with hashlib alone, so that reading it checks the definitions,
not the program against itself.
foreign.h5 is what other people's tools write: compressed, chunked, big-endian, half precision,
booleans, fixed-length texts.
"""

import hashlib
import json
import pathlib
import platform
import struct

import h5py
import numpy as np

HERE = pathlib.Path(__file__).parent


def integer(value):
    return struct.pack("<q", value)


def text(value):
    data = value.encode()
    return integer(len(data)) + data


def attribute(value):
    if isinstance(value, str):
        return text("text") + integer(1) + text(value)
    if isinstance(value, int):
        return text("integer") + integer(1) + integer(value)
    if isinstance(value, float):
        return text("number") + integer(1) + struct.pack("<d", value)
    if isinstance(value[0], str):
        return text("texts") + integer(len(value)) + b"".join(map(text, value))
    if isinstance(value[0], int):
        return text("integers") + integer(len(value)) + b"".join(map(integer, value))
    return text("numbers") + integer(len(value)) + struct.pack(f"<{len(value)}d", *value)


def attributes(values):
    ordered = sorted(values.items(), key=lambda item: item[0].encode())
    return integer(len(ordered)) + b"".join(text(name) + attribute(value) for name, value in ordered)


def array_digest(kind, shape, data, values):
    head = text(kind) + integer(len(shape)) + b"".join(map(integer, shape))
    return hashlib.sha256(head + data + attributes(values)).hexdigest()


def set_attributes(target, values):
    for name, value in values.items():
        if isinstance(value, list) and isinstance(value[0], str):
            target.attrs.create(name, value, dtype=h5py.string_dtype())
        elif isinstance(value, (int, list)) and not isinstance(value, bool):
            target.attrs[name] = np.asarray(value)
        else:
            target.attrs[name] = value


def artifact(path):
    root = {
        "kind": "weak labels",
        "rows": 3,
        "temperature": 0.1,
        "classes": ["négatif", "positif"],
        "layers": [0, 6],
        "rates": [5e-5, 1e-5],
    }
    arrays = {
        "probabilities": (
            "float32",
            np.array([[0.25, 0.75], [1, 0], [0.5, 0.5]], np.float32),
            {"unit": "probability", "axes": ["example", "class"]},
        ),
        "parameters/b": ("float64", np.array(2.5), {}),
        "parameters/a.weight": ("int32", np.array([[-1, 2]], np.int32), {"scale": 2.0}),
        "ids": ("int64", np.array([2**40, -1]), {}),
        "mask": ("uint8", np.array([0, 255], np.uint8), {}),
        "texts": ("text", ["", "grüße", "a\nb"], {"language": "de"}),
        "none": ("float32", np.zeros((0, 4), np.float32), {}),
    }
    digests, places = {}, []
    with h5py.File(path, "w", libver=("v108", "v110"), userblock_size=512) as file:
        set_attributes(file, root)
        for name, (kind, values, meaning) in arrays.items():
            if kind == "text":
                shape, data = [len(values)], b"".join(map(text, values))
                dataset = file.create_dataset(name, data=values, dtype=h5py.string_dtype())
            else:
                shape, data = values.shape, values.tobytes()
                dataset = file.create_dataset(name, data=values)
            set_attributes(dataset, meaning)
            digests[name] = array_digest(kind, shape, data, meaning)
            dataset.attrs["content_sha256"] = digests[name]
        ordered = sorted(digests.items(), key=lambda item: item[0].encode())
        whole = text("w2s artifact 1") + attributes(root) + integer(len(ordered))
        whole += b"".join(text(name) + text(digest) for name, digest in ordered)
        file.attrs["format"] = "w2s artifact 1"
        file.attrs["content_sha256"] = hashlib.sha256(whole).hexdigest()
        for name, (kind, values, _) in arrays.items():
            offset = file[name].id.get_offset()
            if kind != "text" and values.nbytes > 0:
                places.append((offset, offset + values.nbytes))
    seal(path, sorted(places))


def seal(path, places):
    data, structure, start = path.read_bytes(), b"", 512
    for first, last in places:
        structure += data[start:first]
        start = last
    structure += data[start:]
    head = f"w2s artifact 1\nstructure {hashlib.sha256(structure).hexdigest()}\n".encode()
    path.write_bytes(head + bytes(512 - len(head)) + data[512:])


def foreign(path):
    with h5py.File(path, "w") as file:
        features = np.arange(60, dtype=np.float32).reshape(20, 3)
        file.create_dataset(
            "features", data=features, chunks=(7, 2), compression="gzip", shuffle=True
        )
        file.create_dataset("big_endian", data=np.array([1.5, -2], ">f8"))
        file.create_dataset("half", data=np.array([0.5, 2], np.float16))
        file.create_dataset("short", data=np.array([-3, 300], np.int16))
        file.create_dataset("unsigned", data=np.array([2**32 - 1], np.uint32))
        file.create_dataset("flags", data=np.array([True, False]))
        file.create_dataset("fixed", data=np.array([b"ab", b"abcd"], "S4"))
        file.create_dataset("unwritten", shape=(2,), dtype="f4")
        file["group/copy"] = h5py.SoftLink("/half")
        file["group/nowhere"] = h5py.SoftLink("/absent")
        file.attrs["title"] = np.bytes_("fixed text")
        file.attrs["nothing"] = h5py.Empty("f4")
        file["features"].dims[0].label = "example"
        file["features"].attrs["reference"] = file["half"].ref


def main():
    artifact(HERE / "artifact.h5")
    foreign(HERE / "foreign.h5")
    with h5py.File(HERE / "compound.h5", "w") as file:
        file["table"] = np.array([(1, 2.0)], [("a", "i4"), ("b", "f8")])
    manifest = {
        "script": "generate.py",
        "python": platform.python_version(),
        "h5py": h5py.version.version,
        "hdf5": h5py.version.hdf5_version,
        "numpy": np.__version__,
        "seed": None,
        "sha256": {
            file.name: hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(HERE.glob("*.h5"))
        },
    }
    (HERE / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()
