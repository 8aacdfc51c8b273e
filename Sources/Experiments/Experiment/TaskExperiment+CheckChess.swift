import Configuration
import Datasets
import Models
import WeakToStrong

extension TaskExperiment {
  /// Whether tasks of chess have models that can do something with them.
  /// - Parameters:
  ///   - node: the models.
  ///   - section: the task's.
  func checkChess(_ node: Node, task section: Node, _ diagnostics: inout Diagnostics) {
    if task.inputKind == .games {
      diagnostics.report(
        "games have no labels, so that there is nothing to teach", at: section.mark,
        remedy: "write objective: next-token, for models that learn to predict moves")
    }
    guard task.inputKind == .nextMove else { return }
    checkChoosers(node, &diagnostics)
    models.checkChessContexts(node, &diagnostics)
  }

  /// Moves are chosen by language models that know moves as tokens.
  private func checkChoosers(_ node: Node, _ diagnostics: inout Diagnostics) {
    for entry in models.entries {
      guard case .network(let model, let tokenizer, _) = entry.kind else { continue }
      let mark = (node[entry.name] ?? node).mark
      if model.pretrained == nil {
        do {
          try model.architecture.checkChoices(weights: WeightsRoot(""))
        } catch {
          diagnostics.report(
            "model '\(entry.name)' cannot choose a move", at: mark, remedy: "\(error)")
        }
      }
      let knowsMoves =
        tokenizer.source is ChessTokenizerSource || tokenizer.source is FileTokenizerSource
        || tokenizer.source is ModelTokenizerSource
      if !knowsMoves {
        diagnostics.report(
          "model '\(entry.name)' has tokenizer \(type(of: tokenizer.source).name), which does not know "
            + "moves", at: mark, remedy: "write tokenizer: \(ChessTokenizerSource.name)")
      }
    }
  }
}

extension ModelLadder {
  /// A text of chess that is cut says nothing.
  /// - Parameter node: the models.
  func checkChessContexts(_ node: Node, _ diagnostics: inout Diagnostics) {
    for entry in entries {
      guard case .network(let model, let tokenizer, _) = entry.kind, model.pretrained == nil,
        let chess = tokenizer.source as? ChessTokenizerSource,
        let context = model.architecture.context
      else { continue }
      let longest = ChessTokenizer(moves: chess.moves).longest
      guard context < longest else { continue }
      diagnostics.report(
        "model '\(entry.name)' reads \(context) tokens, and a position with \(chess.moves) moves has up to "
          + "\(longest)", at: (node[entry.name] ?? node).mark,
        remedy: "give it a context of \(longest) or more, or the tokenizer fewer moves")
    }
  }
}
