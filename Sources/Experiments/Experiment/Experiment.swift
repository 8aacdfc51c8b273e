import Configuration
import Datasets
import Models
import Training
import WeakToStrong

/// An experiment as its file declares it, every default filled in.
package struct Experiment: KeyedConfiguration, Equatable {
  package var name = ""
  package var description = ""
  /// The one task, or else several by name.
  package var task: TaskConfiguration?
  package var tasks: TaskList?
  package var models = ModelLadder()
  package var pairs = Pairs.all
  /// On whose ground truth ceilings are trained.
  package var ceilingSplit = CeilingSplit.transfer
  package var methods = [MethodEntry(Finetune())]
  package var controls = ControlList()
  /// Of every model; an entry of `models` may change keys of it for itself.
  package var training = TrainingConfiguration()
  package var tokenizer = TokenizerConfiguration()
  package var seeds = [0]
  package var statistics = StatisticsConfiguration()

  /// What a task and a model have to say about training together, by task and model: of the tasks
  /// that say something.
  var taskTrainings: [String: [String: TrainingConfiguration]] = [:]
  /// What models say of training themselves, where a task says something too.
  var ownTrainings: [String: Node] = [:]

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field(
        "name", \.name, "what the run is called; its folder under the results root",
        required: true, check: nameCheck),
      Field("description", \.description, "what it is for, in the report"),
      Field("task", \.task, "data, their splits and what is asked of a model"),
      Field("tasks", \.tasks, "several tasks by name, instead of one"),
      Field("models", \.models, "the ladder, weak to strong", required: true),
      Field("pairs", \.pairs, "which supervisors teach which students"),
      Field(
        "ceiling-split", \.ceilingSplit,
        "whose ground truth ceilings learn: transfer, the examples of the students; supervisor, as "
          + "the released code of Burns et al. 2023"),
      Field(
        "methods", \.methods, "how students learn from weak labels",
        check: Check("with at least one method") { !$0.isEmpty }),
      Field(
        "controls", \.controls,
        "students of labels that tell nothing, or more: all, or some by name"),
      Field("training", \.training, "of every model, unless its entry says otherwise"),
      Field("tokenizer", \.tokenizer, "of every model, unless its entry says otherwise"),
      Field(
        "seeds", \.seeds, "one run of everything each",
        check: Check("of different whole numbers from 0") {
          !$0.isEmpty && Set($0).count == $0.count && $0.allSatisfy { $0 >= 0 }
        }),
      Field("statistics", \.statistics, "how uncertainty is measured"),
    ]
  }

  /// A name is a folder's name too.
  static let nameCheck = Check<String>("of letters, digits, '.', '-' and '_'") { name in
    !name.isEmpty && !name.hasPrefix(".")
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
          UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  /// Models inherit what the experiment, and then the task, says about training and tokenizers.
  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    guard
      var experiment = decode(inheriting(node, &diagnostics), ignoring: [], &diagnostics)
    else { return nil }
    let before = diagnostics.problems.count
    experiment.decodeTaskTrainings(node, &diagnostics)
    experiment.checkTasks(node, &diagnostics)
    experiment.checkPairs(node["pairs"] ?? node, &diagnostics)
    for part in experiment.parts {
      let task = node["task"] ?? part.label.flatMap { node["tasks"]?[$0] }
      part.check(node, task: task ?? node, &diagnostics)
    }
    return diagnostics.problems.count == before ? experiment : nil
  }

  /// Of `task` and `tasks` the one that is given, so that a file reads as it was written.
  package var node: Node {
    .fields(
      Self.fields.compactMap { field in
        let value = field.name == "models" ? modelsNode : field.node(self)
        let isLeftOut = ["task", "tasks"].contains(field.name) && value.content == .null
        return isLeftOut ? nil : (field.name, value)
      })
  }
}
