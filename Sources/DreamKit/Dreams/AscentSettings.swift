import Glibc

/// The settings of DreamKit's own dream.
public struct AscentSettings: Sendable, Equatable {
  /// The number of sizes at which the dream ascends; the last is the picture's own.
  public var octaves = 4
  /// How many times larger each size is than the one before.
  public var octaveScale = 1.4
  /// The number of steps at each size.
  public var steps = 20
  /// How far a step goes, in units of the gradient's standard deviation.
  public var stepSize: Float = 0.01
  /// The longest side of a tile in pixels.
  public var tileSize = 512
  /// The seed of the shifts.
  public var seed: UInt64 = 0

  /// The usual settings.
  public init() {}

  /// The usual settings, with fewer octaves where the smallest would be too small for the network.
  ///
  /// - Parameters:
  ///   - picture: the picture that the dream begins with.
  ///   - model: computes the gradient.
  public init(fitting picture: Image, on model: some ImageGradient) {
    octaves = fittingOctaves(
      of: (picture.height, picture.width), minimumSide: model.minimumSide, most: octaves)
  }

  /// The steps of the complete dream.
  public var stepsTotal: Int { steps * octaves }

  /// The sizes of the octaves, the smallest first.
  public func sizes(of picture: (height: Int, width: Int)) -> [(height: Int, width: Int)] {
    (0..<octaves).reversed().map { octave in
      let factor = pow(octaveScale, Double(-octave))
      func side(_ length: Int) -> Int { max(1, Int((Double(length) * factor).rounded())) }
      return (side(picture.height), side(picture.width))
    }
  }

  /// The most octaves, of `most`, at which no side of the picture is below `minimumSide`.
  package func fittingOctaves(of picture: (height: Int, width: Int), minimumSide: Int, most: Int) -> Int {
    var settings = self
    settings.octaves = most
    let fitting = settings.sizes(of: picture).count { min($0.height, $0.width) >= minimumSide }
    return max(fitting, 1)
  }
}
