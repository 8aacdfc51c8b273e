import Configuration
import Storage
import Training

/// The student as it is before anyone finetunes it: what it knows from pretraining alone.
package struct ZeroShot: Method {
  package static let name = "zero-shot"
  package static let summary = "the student before finetuning, on tasks that it answers as it is"
  package static let source = "Burns et al. 2023, section 5.2.1 (zero-shot)"

  package init() {}
  package static var fields: [Field<Self>] { [] }

  package func check(
    _ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics
  ) {
    guard setting.input != .nextMove else { return }
    diagnostics.report(
      "method \(Self.name) is for tasks whose answer is a token, and a head for classes knows nothing "
        + "before it is trained", at: node.mark,
      remedy: "write prompt, which asks a language model for the class of a text")
  }

  package func student(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    .untouched(model: cell.student, seed: cell.seed)
  }
}
