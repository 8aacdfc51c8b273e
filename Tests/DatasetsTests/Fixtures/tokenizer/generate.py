"""Golden files of the tokenizer tests, made with the Hugging Face `tokenizers` package.

    python generate.py [DATA]

Writes into its own folder: the corpus, a byte-level BPE vocabulary trained on it, encodings of
`texts.jsonl`, and the class of every Unicode scalar in GPT-2's pattern. `trained.json` is what this
project's own trainer makes of the corpus (the test says how to renew it); its encodings by the Python
package are written here. With DATA (a data root with tokenizers/gpt2 and texts), also checksums of
the GPT-2 encodings of whole files.
"""

import gzip
import json
import pathlib
import random
import sys

import tokenizers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

here = pathlib.Path(__file__).parent
seed = 0
random.seed(seed)

sentences = [
    "The quick brown fox doesn't jump over the lazy dog; it's tired, we're told.",
    "They'll say you've 12 of 345 and I'd have 1,000.50 (or ½ of Ⅻ).",
    "Größe, façade, naïve, señor, Łódź, Привет мир, καλημέρα κόσμε.",
    "日本語の文章と中文句子，한국어 문장도 있습니다。",
    "مرحبا بالعالم — שלום עולם… नमस्ते दुनिया।",
    "def f(x):\n    return {'a': x**2, \"b\": [1, 2]}  # comment\n",
    "Emoji 😀👩‍👩‍👧‍👦🏳️‍🌈 and math ∑∫√ ≤ ≥ ≠ → ∞.",
    "Tabs\tand\r\nline ends,   runs   of    spaces and\u00a0no-break\u2003em space.",
]
words = sorted({word for sentence in sentences for word in sentence.split()})
corpus = list(sentences)
for _ in range(400):
    corpus.append(" ".join(random.choices(words, k=random.randint(3, 14))))
write = lambda name, text: (here / name).write_text(text, encoding="utf-8", newline="")
lines = lambda values: "".join(json.dumps(v, ensure_ascii=False) + "\n" for v in values)
write("corpus.jsonl", lines({"text": text} for text in corpus))

texts = sentences + [
    "a", " ", "  ", "\n", " \n x", "x  ", "x \n\n y", "'", "'s", "''s", " 's", "don't DON'T", "'l 'll",
    "\u0000\u0001\u007f\u0080\u00ad", "\u2028\u2029\u0085", "\ufeff", "\U0001d54f\U0001f1e9\U0001f1ea",
    "e\u0301", "１２３", "٣٤", "x²", "_a_b-c", "https://example.org/?q=1&r=%20", "a" * 200, " " * 150,
    "ab" * 300, "<|endoftext|>", "a<|endoftext|>b",
]
pieces = ["a", "B", " ", "  ", "\n", "\t", "'", "'re", "9", "½", "é", "日", "!", "…", "😀", "\u00a0", "\u200d", "s"]
texts += ["".join(random.choices(pieces, k=random.randint(1, 20))) for _ in range(300)]

tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
tokenizer.train_from_iterator(
    corpus,
    trainers.BpeTrainer(
        vocab_size=700, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
tokenizer.add_special_tokens(["<|endoftext|>"])
tokenizer.save(str(here / "tokenizer.json"))
state = json.loads(tokenizer.to_str())["model"]
vocabulary = dict(state["vocab"])
vocabulary["<|endoftext|>"] = len(vocabulary)
write("vocab.json", json.dumps(vocabulary, ensure_ascii=False))
write("merges.txt", "#version: 0.2\n" + "".join(" ".join(m) + "\n" for m in state["merges"]))
encode = lambda t, text: t.encode(text, add_special_tokens=False).ids
write("encodings.jsonl", lines({"text": t, "ids": encode(tokenizer, t)} for t in texts))

trained = here / "trained.json"
if trained.exists():
    ours = Tokenizer.from_file(str(trained))
    write("trained_encodings.jsonl", lines({"text": t, "ids": encode(ours, t)} for t in texts))

split = pre_tokenizers.ByteLevel(add_prefix_space=False).pre_tokenize_str
runs = []
for value in range(0x110000):
    if 0xD800 <= value < 0xE000:
        kind = "other"
    else:
        scalar = chr(value)
        joins = [name for name, head in [("letter", "x"), ("number", "1"), ("other", "!")]
                 if len(split(head + scalar)) == 1]
        kind = joins[0] if joins else "space"
    if not runs or runs[-1]["class"] != kind:
        runs.append({"first": value, "class": kind})
write("scalar_classes.jsonl", lines(runs))

if len(sys.argv) > 1:
    root = pathlib.Path(sys.argv[1])
    with gzip.open(root / "tokenizers/gpt2/tokenizer.json.gz", "rt", encoding="utf-8") as file:
        gpt2 = Tokenizer.from_str(file.read())
    sums = []
    for name, key in [("imdb/test.jsonl", "text"), ("sciq/rows.jsonl", "txt"),
                      ("boolq/validation_balanced.jsonl", "passage"),
                      ("text/wikitext2-valid.txt", None), ("text/wikitext2-test.txt", None),
                      ("text/tinyshakespeare.txt", None)]:
        with gzip.open(root / (name + ".gz"), "rt", encoding="utf-8", newline="") as file:
            whole = file.read()
        rows = [json.loads(line)[key] for line in whole.split("\n") if line] if key else [whole]
        rows = rows[:5000]
        hash, count = 0xCBF29CE484222325, 0
        for encoding in gpt2.encode_batch(rows, add_special_tokens=False):
            count += len(encoding.ids)
            for value in encoding.ids:
                hash = ((hash ^ value) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
        sums.append({"file": name, "column": key, "rows": len(rows), "tokens": count, "fnv1a": f"{hash:016x}"})
    write("gpt2_checksums.jsonl", lines(sums))

write("manifest.json", json.dumps(
    {"tokenizers": tokenizers.__version__, "python": sys.version.split()[0], "seed": seed,
     "command": "python generate.py DATA"}, indent=2) + "\n")
