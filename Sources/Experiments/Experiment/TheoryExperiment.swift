import Configuration
import Theory

/// An experiment file that asks for a study of a theory paper: `study: {variance: {overlap: […]}}`.
package struct TheoryExperiment: KeyedConfiguration, Equatable {
  /// The key that tells such a file from one that trains models.
  package static let studyKey = "study"

  package var name = ""
  package var description = ""
  package var study = StudyChoice()

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field(
        "name", \.name, "what the run is called; its folder under the results root",
        required: true, check: Experiment.nameCheck),
      Field("description", \.description, "what it is for"),
      Field("study", \.study, "the study and its parameters", required: true),
    ]
  }
}

/// One of `Studies.all` with its parameters.
package struct StudyChoice: ConfigurationValue, Equatable {
  package var study: any Study

  package init(_ study: any Study = Misfit()) { self.study = study }

  package static var schema: ValueSchema { .variant(Studies.all.map { $0.variantSchema }) }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    Studies.decode(node, &diagnostics).map { Self($0) }
  }

  package var node: Node { Variant.node(study) }

  package static func == (left: Self, right: Self) -> Bool {
    Variant.equal(left.study, right.study)
  }
}
