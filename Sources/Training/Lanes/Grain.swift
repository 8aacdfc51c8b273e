import Autograd
import Models

/// How finely work on a model is cut so that it runs well side by side. Given by the number of its
/// weights: the same on every machine.
struct Grain: Equatable {
  /// Parts of a step that run side by side, each with gradients of its own.
  let lanes: Int
  /// Rows (tokens) of a lane that go through the model at a time.
  let rows: Int
  /// Rows that are labelled at a time, by one core.
  let labelledRows: Int

  /// Of a small model a few hundred rows of activations stay in a core's own cache, and operations
  /// are too small to be worth sharing between cores: its batches are cut. Of a large one the
  /// weights are what has to be read again for each cut, and gradients of a second lane cost as much
  /// as the optimizer: its operations are shared instead.
  init(weights: Int) {
    (lanes, rows) = weights <= 2 << 20 ? (2, 512) : (1, 1024)
    labelledRows = weights <= 8 << 20 ? 512 : 1024
  }
}

extension Model {
  var grain: Grain {
    Grain(weights: parameters.denseCount)
  }
}

extension ParameterStore {
  /// Trainable weights outside tables of which a step touches few rows.
  var denseCount: Int { denseRanges.reduce(0) { $0 + $1.count } }
}
