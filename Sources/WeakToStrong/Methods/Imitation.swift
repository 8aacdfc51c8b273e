import Configuration
import Training

/// Trivial imitation: each text says what the supervisor thinks of it, so that copying the supervisor
/// takes no understanding. Students that imitate when they can recover nothing of the gap.
///
/// The words stand behind every text of the transfer, validation and test splits, with the
/// supervisor's most probable class; supervisor and ceiling read the texts as they are.
package struct Imitation: WeakLabelMethod {
  package static let name = "imitation"
  package static let summary = "the student reads the supervisor's label in the text"
  package static let source = "Burns et al. 2023, section 5.1 and appendix E"

  package var words = " I think this is \(AnnotateStage.placeholder). What do you think?"
  package var options = StudentOptions()

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field(
        "words", \.words, "what is appended to each text",
        check: Check("with \(AnnotateStage.placeholder) in it") {
          $0.contains(AnnotateStage.placeholder)
        })
    ] + StudentOptions.fields.map { $0.lifted(to: \Self.options) }
  }

  package var matchedControls: [NamedMethod] { [NamedMethod("plain", Finetune(options))] }

  package func check(
    _ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics
  ) {
    setting.requireTexts("method \(Self.name)", at: node, &diagnostics)
    setting.requireSharedClasses("method \(Self.name)", at: node, &diagnostics)
    options.check(setting, at: node, &diagnostics)
  }

  package func student(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    var request = options.student(of: cell, &planner)
    request.input = .annotated(Annotation(labels: cell.supervisor, words: words))
    request.role = "imitating student"
    return planner.train(request)
  }
}
