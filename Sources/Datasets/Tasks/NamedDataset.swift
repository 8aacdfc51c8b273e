/// A data set that an experiment can name instead of describing it.
package struct NamedDataset: Sendable {
  package let name: String
  /// One line on what it is.
  package let summary: String
  /// Where its files come from and what they must look like.
  package let origin: String
  package let kind: TaskKind
  package let source: FileSource
  /// Its own test file; rows of it are never in another split.
  package var testSource: FileSource?
  package var template: Template?
  package var classes: [String]
  package var group = GroupRule.none
}

/// The named data sets. Add one: an entry here.
package enum NamedDatasets {
  package static let all: [NamedDataset] = [
    NamedDataset(
      name: "sst2", summary: "SST-2, sentiment of movie-review phrases",
      origin: "train.tsv of GLUE's SST-2 (header: sentence, label)",
      kind: .classification,
      source: FileSource(path: "sst2/train.tsv", text: "sentence", label: "label"),
      classes: ["0", "1"], group: .containment(words: 4)),
    NamedDataset(
      name: "sciq", summary: "SciQ, is this the answer to the question",
      origin: "allenai/sciq as one JSON object per line: txt (\"Q: … A: …\"), gt_label (0 or 1)",
      kind: .classification,
      source: FileSource(path: "sciq/rows.jsonl", text: "txt", label: "gt_label"),
      classes: ["0", "1"], group: .prefix(column: "txt", before: " A: ")),
    NamedDataset(
      name: "boolq", summary: "BoolQ, yes/no questions on a passage",
      origin: "google/boolq as one JSON object per line: question, answer (true or false), passage",
      kind: .classification,
      source: FileSource(path: "boolq/validation_balanced.jsonl", label: "answer"),
      template: Template("Passage: {passage}\nQuestion: {question}"),
      classes: ["false", "true"], group: .column("passage")),
    NamedDataset(
      name: "imdb", summary: "IMDB, sentiment of movie reviews",
      origin: "stanfordnlp/imdb as one JSON object per line: text, label (0 or 1)",
      kind: .classification,
      source: FileSource(path: "imdb/train.jsonl", text: "text", label: "label"),
      testSource: FileSource(path: "imdb/test.jsonl", text: "text", label: "label"),
      classes: ["0", "1"]),
    NamedDataset(
      name: "mrpc", summary: "MRPC, do two sentences say the same",
      origin: "the Microsoft Research Paraphrase Corpus, msr_paraphrase_{train,test}.txt",
      kind: .classification,
      source: FileSource(path: "mrpc/msr_paraphrase_train.txt", format: .tsv, label: "Quality"),
      testSource: FileSource(
        path: "mrpc/msr_paraphrase_test.txt", format: .tsv, label: "Quality"),
      template: Template("Sentence 1: {#1 String}\nSentence 2: {#2 String}"),
      classes: ["0", "1"], group: .column("#1 ID")),
    NamedDataset(
      name: "ethics-justice", summary: "ETHICS justice, is the reason reasonable",
      origin: "hendrycks/ethics, justice_{train,test}.csv (header: label, scenario)",
      kind: .classification,
      source: FileSource(path: "ethics/justice_train.csv", text: "scenario", label: "label"),
      testSource: FileSource(path: "ethics/justice_test.csv", text: "scenario", label: "label"),
      classes: ["0", "1"], group: .prefix(column: "scenario", before: " because ")),
    NamedDataset(
      name: "ethics-deontology", summary: "ETHICS deontology, is the excuse reasonable",
      origin: "hendrycks/ethics, deontology_{train,test}.csv (header: label, scenario, excuse)",
      kind: .classification,
      source: FileSource(path: "ethics/deontology_train.csv", label: "label"),
      testSource: FileSource(path: "ethics/deontology_test.csv", label: "label"),
      template: Template("{scenario} {excuse}"),
      classes: ["0", "1"], group: .column("scenario")),
    NamedDataset(
      name: "fashion-mnist", summary: "Fashion-MNIST, 28×28 grey pictures of ten kinds of clothes",
      origin: "zalandoresearch/fashion-mnist, {train,t10k} images and labels in IDX form, with "
        + "t10k named test",
      kind: .features,
      source: FileSource(
        path: "fashion-mnist/train-images-idx3-ubyte",
        labels: "fashion-mnist/train-labels-idx1-ubyte"),
      testSource: FileSource(
        path: "fashion-mnist/test-images-idx3-ubyte",
        labels: "fashion-mnist/test-labels-idx1-ubyte"),
      classes: (0..<10).map(String.init)),
  ]

  package static func named(_ name: String) -> NamedDataset? { all.first { $0.name == name } }
}
