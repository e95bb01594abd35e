/// What has to be the same for a dream to be replayed.
extension Manifest {
  /// - Throws: ``DreamError`` where a picture is not the one that the dream began with.
  public func check(_ input: InputPicture) throws(DreamError) {
    guard input.digest == inputDigest else {
      let given = "\(input.width)×\(input.height)"
      let wanted = "\(inputSize.width)×\(inputSize.height)"
      throw DreamError(
        .invalidArgument,
        "This is not the picture that the dream began with: "
          + (given == wanted ? "its levels differ." : "it has \(given) pixels, that one had \(wanted)."))
    }
  }

  /// - Throws: ``DreamError`` where this version dreams another way.
  public func checkVersion() throws(DreamError) {
    guard Self.replayableMethods.contains(method) else {
      throw DreamError(
        .invalidArgument,
        "This dream was made by DreamKit \(version), which dreams another way than this version, \(Engine.version).",
        remedy: "Replay it with DreamKit \(version).")
    }
  }

  /// - Throws: ``DreamError`` where a model is not the one that was dreamt on.
  public func check(_ model: FeatureExtractor, cancellation: Cancellation) throws(DreamError) {
    guard model.network.name == network, model.outputs == layers else {
      throw DreamError(
        .invalidArgument,
        "The dream was made with \(network)'s \(layers.joined(separator: " + ")), not with "
          + "\(model.network.name)'s \(model.outputs.joined(separator: " + ")).")
    }
    guard try model.weightsDigest(cancellation: cancellation) == weightsDigest else {
      throw DreamError(
        .invalidArgument, "These are other weights of \(network) than those of the dream.",
        remedy: "They were '\(weights?.text ?? "unknown")'; their SHA-256 digest is in the record.")
    }
  }

  /// What to say where a replayed picture is not the recorded one, or nil where it is, bit for bit.
  public func difference(of picture: Image) -> String? {
    if Self.digest(of: picture) == resultDigest { return nil }
    let here = "oneDNN \(Engine.oneDNNVersion)"
    let reason =
      if version != Engine.version {
        "it was made by DreamKit \(version), and this is \(Engine.version)"
      } else if engine != here {
        "it was computed by \(engine), and this is \(here)"
      } else {
        "this processor adds in another order than the one that made it"
      }
    return "The picture is not the recorded one bit for bit: \(reason)."
  }

  /// The network and the layers that the record names, with the weights it names.
  ///
  /// - Throws: ``DreamError`` where this version has no such network, or the weights have no source or cannot be loaded.
  public func makeModel(
    cancellation: Cancellation, progress: ProgressObserver = { _ in }
  ) throws(DreamError) -> FeatureExtractor {
    guard let architecture = Architecture.named(network) else {
      throw DreamError(.notFound, "This version of DreamKit has no network named '\(network)'.")
    }
    guard let weights else { throw .unrecordedWeights(network: network) }
    let outputs = layers.map(LayerOutput.init(parsing:))
    return try FeatureExtractor(
      network: try .load(
        architecture, weights: weights, includesTop: outputs.contains { $0.layer == DreamNet.classifier },
        cancellation: cancellation, progress: progress),
      outputs: outputs, precision: precision)
  }
}
