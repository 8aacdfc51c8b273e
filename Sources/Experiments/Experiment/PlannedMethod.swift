import Configuration
import WeakToStrong

/// A method as it is run: an entry of the file, one of its variants, a control.
struct PlannedMethod: Sendable {
  var label: String
  var method: any Method
  /// The label of the method that it is to be compared with, where it names one.
  var comparedWith: String?
}

extension TaskExperiment {
  /// The methods of the file, those that they have to be compared with, and the controls. A matched
  /// control that stands in the file is not run a second time.
  var plannedMethods: [PlannedMethod] {
    let named = methods.flatMap(\.variants)
    var matched: [PlannedMethod] = []
    var planned = named.map { method in
      var method = method
      for control in method.method.matchedControls {
        let same = (named + matched).first { Variant.equal($0.method, control.method) }
        let label = same?.label ?? "\(method.label)-\(control.suffix)"
        if same == nil { matched.append(PlannedMethod(label: label, method: control.method)) }
        method.comparedWith = method.comparedWith ?? label
      }
      return method
    }
    planned += matched
    return planned + controls.entries.flatMap(\.variants)
  }
}

extension MethodEntry {
  var variants: [PlannedMethod] {
    method.variants.map {
      PlannedMethod(
        label: $0.suffix.isEmpty ? label : "\(label)-\($0.suffix)", method: $0.method)
    }
  }
}
