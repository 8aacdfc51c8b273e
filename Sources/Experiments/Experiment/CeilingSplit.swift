import Configuration
import Datasets

/// The examples on whose ground truth ceilings are trained.
package enum CeilingSplit: String, WordValue {
  /// Those that students learn from: labels are all that ceiling and student differ in.
  case transfer
  /// Those of the supervisors, as in the released code of Burns et al. 2023 (`sweep.py`), which
  /// trains one model of each size on ground truth for both parts.
  case supervisor

  var split: Split {
    switch self {
    case .transfer: .transfer
    case .supervisor: .supervisor
    }
  }
}
