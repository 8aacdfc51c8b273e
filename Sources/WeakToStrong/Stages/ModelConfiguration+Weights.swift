import Kernels
import Models
import Storage

extension ModelConfiguration {
  /// The pretrained model that it begins with, if it does.
  package var pretrained: Pretrained? { architecture as? Pretrained }

  /// Whether the head begins with the unembeddings of tokens.
  var hasHeadTokens: Bool { pretrained?.headTokens.isEmpty == false }

  /// The same model as a generative training has it: nothing is said of a head. A head that is trained
  /// alone has nothing to learn from texts, so that there all weights are trained.
  package var generative: ModelConfiguration {
    guard var pretrained else { return self }
    (pretrained.headTokens, pretrained.headBias) = ([], false)
    if pretrained.finetuning == .head { pretrained.finetuning = .full }
    return ModelConfiguration(pretrained)
  }

  /// Where the streams of initial weights begin. They differ between a supervisor and what learns from
  /// it, also where both are of one architecture, and between architectures: a student must not find
  /// its teacher's random features, or its starting point, among its own. All that train on one split
  /// begin from the same weights: student and ceiling, students of different methods.
  /// - Parameter role: the split that is trained on, or `texts` for a generative training.
  func initializationSeed(_ seed: UInt64, _ role: String) -> UInt64 {
    var stream = RandomStream(seed: seed, "model/\(role)/\(CanonicalJSON.text(of: self))")
    return stream.next() >> 1
  }
}
