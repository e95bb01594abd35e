import DreamKit
import DreamLanguage
import Ground

extension Call {
  /// Checks that an image is large enough for a network.
  ///
  /// - Throws: ``Diagnostic``, placed at the image, where it is too small.
  func checkSize(of parameter: Parameter<ArrayArgument>, for network: Network) throws {
    let sides = self[parameter].shape.dimensions.suffix(3)
    try placing(parameter) {
      try network.check(height: sides[sides.startIndex], width: sides[sides.startIndex + 1])
    }
  }

  /// The values of an image that a network shall see.
  ///
  /// - Throws: ``Diagnostic``, placed at the image, where it is too small.
  func image(_ parameter: Parameter<ArrayArgument>, for network: Network) throws -> Tensor {
    try checkSize(of: parameter, for: network)
    let tensor = self[parameter].tensor
    return tensor.shape.rank == 4 ? tensor.selecting([.index(0)]) : tensor
  }

  /// The values of an image in [-1, 1] that a network shall see.
  ///
  /// - Throws: ``Diagnostic``, placed at the image, where it is too small, or where its values are surely levels in
  ///   [0, 255], as where preprocess_input was forgotten.
  func normalizedImage(_ parameter: Parameter<ArrayArgument>, for network: Network) throws -> Tensor {
    let image = try image(parameter, for: network)
    if self[parameter].image != nil || image.holdsLevels {
      throw error(
        "These values are levels in [0, 255], but a network sees values in [-1, 1].",
        hint: "Write preprocess_input(…) around them.", of: parameter)
    }
    return image
  }

  /// Checks that an image holds levels in [0, 255].
  ///
  /// - Throws: ``Diagnostic``, placed at the image, where its values surely are none, as where it was preprocessed
  ///   already.
  func checkLevels(_ parameter: Parameter<ArrayArgument>) throws {
    if case .tensor(let tensor) = self[parameter], tensor.liesInUnitRange {
      throw error(
        "These values lie in [-1, 1], but \(command.name)() takes levels in [0, 255] and preprocesses them itself.",
        hint: "Give the image as it was before preprocess_input, or deprocess(…) it.", of: parameter)
    }
  }

  /// The picture that an argument is shown as.
  ///
  /// - Throws: ``Diagnostic``, placed at the argument, where its values are surely no levels.
  func picture(_ parameter: Parameter<ArrayArgument>) throws -> Image {
    try placing(parameter) { try self[parameter].picture() }
  }

  /// A seed, or one drawn at random, which could have been given as well.
  func seed(_ parameter: Parameter<UInt64?>) -> UInt64 {
    var system = SystemRandomNumberGenerator()
    return self[parameter] ?? system.next() >> 11
  }
}

extension UInt64: ValueRepresentable {
  package var value: Value { .int(Int(clamping: self)) }
}
