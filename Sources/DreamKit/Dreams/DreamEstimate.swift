import Ground

/// What a dream will take, estimated before its first step: its settings with the tile size that the memory allows, its
/// sizes, the memory and the time.
///
/// ```swift
/// let estimate = try DreamEstimate(AscentSettings(), size: (1080, 1920), model: model, tiles: .automatic)
/// print(estimate.settings.tileSize, estimate.memory)
/// ```
public struct DreamEstimate: Sendable {
  /// How a dream gets its tile size.
  public enum Tiles: Sendable, Equatable {
    /// This one, in pixels.
    case size(Int)
    /// The largest whose dream fits a number of bytes; the complete picture where possible.
    case fitting(memory: Int)
    /// The largest whose dream fits half of the memory that the machine has free.
    case automatic
  }

  /// The settings, complete.
  public let settings: AscentSettings
  /// The sizes of the octaves, the smallest first.
  public let sizes: [(height: Int, width: Int)]
  /// The memory in bytes that the dream takes besides the network's weights: the layers of the largest tile, and its images.
  public let memory: Int

  /// Estimates a dream on a picture of `size` pixels.
  ///
  /// - Parameters:
  ///   - settings: the dream's settings; their tile size is not used.
  ///   - size: the sides of the picture.
  ///   - model: computes the gradient of each tile.
  ///   - tiles: how the dream gets its tile size.
  /// - Throws: ``DreamError`` where an octave or a tile is too small for the network, or where the dream does not fit the
  ///   memory.
  public init(
    _ settings: AscentSettings, size: (height: Int, width: Int), model: some ImageGradient, tiles: Tiles
  ) throws(DreamError) {
    // What an earlier dream has worked in is free for this one.
    Engine.releaseMemory()
    try self.init(settings, size: size, model: model, tiles: tiles, free: FreeMemory.bytes)
  }

  /// Estimates a dream on a machine that has `free` bytes, or an unknown amount.
  init(
    _ settings: AscentSettings, size: (height: Int, width: Int), model: some ImageGradient, tiles: Tiles,
    free: Int?
  ) throws(DreamError) {
    let sizes = settings.sizes(of: size)
    try Self.check(sizes, settings, model)
    let images = type(of: model).imageMemory(height: size.height, width: size.width)
    let smallest = model.minimumSide
    var settings = settings
    switch tiles {
    case .size(let size):
      settings.tileSize = size
      self.memory = try Self.layers(sizes, size, model) + images
      try FreeMemory.check(self.memory, for: .dream(tileSize: size), free: { free })
    case .fitting, .automatic:
      let budget: Int
      if case .fitting(let bytes) = tiles {
        budget = min(bytes, free ?? bytes)
      } else {
        budget = (free ?? 1 << 31) / 2
      }
      let (tile, layers) = try Self.largest(
        from: smallest, to: max(size.height, size.width), budget: budget - images
      ) { (tile) throws(DreamError) in try Self.layers(sizes, tile, model) }
      let bytes = layers + images
      guard bytes <= budget else {
        throw .budgetTooSmall(
          needed: bytes, budget: budget, isAllFree: budget == free, smallestTile: smallest)
      }
      settings.tileSize = tile
      self.memory = bytes
    }
    self.settings = settings
    self.sizes = sizes
  }

  /// How long the dream will take, in seconds: the gradient of the smallest octave, or of a smaller image still, is timed,
  /// and every step counted by its pixels.
  ///
  /// - Parameters:
  ///   - ascent: the dream.
  ///   - model: computes the gradient of each tile.
  ///   - clock: the time in seconds.
  ///   - cancellation: ends the measurement.
  /// - Returns: nil when interrupted.
  /// - Throws: ``DreamError`` where the gradient cannot be computed.
  public func time(
    _ ascent: OctaveAscent, on model: some ImageGradient, clock: () -> Double, cancellation: Cancellation
  ) throws(DreamError) -> Double? {
    guard settings.stepsTotal > ascent.stepsDone, let first = sizes.first else { return 0 }
    let size = Self.probe(first, minimumSide: model.minimumSide)
    let probe = try ascent.picture.resized(height: size.height, width: size.width)
    var gradient = Tensor(repeating: 0, shape: probe.shape)
    var gradients = TiledGradient(model, tiling: .cover(tileSize: settings.tileSize))
    do throws(DreamError) {
      var seconds = 0.0
      // The first time makes the plan and packs the weights; only the second is like the others.
      for _ in 0..<2 {
        let start = clock()
        _ = try gradients(probe, shift: .zero, into: &gradient, cancellation: cancellation)
        seconds = clock() - start
      }
      let pixels = sizes.map { Double($0.height * $0.width) }
      let all = (ascent.stepsDone..<settings.stepsTotal).reduce(0.0) { $0 + pixels[$1 / settings.steps] }
      return seconds * all / Double(size.height * size.width)
    } catch {
      if error == .cancelled { return nil }
      throw error
    }
  }

  // MARK: Implementation

  /// The size of the image that is timed: of at most 256 pixels, so that timing takes a small part of any dream.
  private static func probe(
    _ size: (height: Int, width: Int), minimumSide: Int
  ) -> (height: Int, width: Int) {
    let scale = min(1, 256 / Double(max(size.height, size.width)))
    func side(_ length: Int) -> Int { max(Int(Double(length) * scale), min(length, minimumSide)) }
    return (side(size.height), side(size.width))
  }

  private static func check(
    _ sizes: [(height: Int, width: Int)], _ settings: AscentSettings, _ model: some ImageGradient
  ) throws(DreamError) {
    guard let first = sizes.first, let last = sizes.last else {
      throw DreamError(.invalidArgument, "A dream has at least one octave.")
    }
    let minimum = model.minimumSide
    guard min(last.height, last.width) >= minimum else {
      throw .imageTooSmall(height: last.height, width: last.width, minimum: minimum, network: model.name)
    }
    guard min(first.height, first.width) < minimum else { return }
    throw .tooManyOctaves(
      settings.octaves,
      fitting: settings.fittingOctaves(of: last, minimumSide: minimum, most: settings.octaves),
      height: first.height, width: first.width, minimum: minimum, network: model.name)
  }

  /// The memory of the layers for the largest of the tiles.
  private static func layers(
    _ sizes: [(height: Int, width: Int)], _ tileSize: Int, _ model: some ImageGradient
  ) throws(DreamError) -> Int {
    guard tileSize >= model.minimumSide else {
      throw .tileTooSmall(side: tileSize, minimum: model.minimumSide, network: model.name)
    }
    let tiles = sizes.compactMap {
      Tiling.cover(tileSize: tileSize).tiles(
        height: $0.height, width: $0.width, minimumSide: model.minimumSide
      )
      .first
    }
    guard let largest = tiles.max(by: { $0.height * $0.width < $1.height * $1.width }) else { return 0 }
    return try model.estimatedMemory(height: largest.height, width: largest.width)
  }

  /// The largest tile of those that fit the budget, nearly, or the smallest tile there is.
  ///
  /// Memory grows with a tile's area, so each guess from the one before is nearly right.
  private static func largest(
    from smallest: Int, to whole: Int, budget: Int, _ memory: (Int) throws(DreamError) -> Int
  ) throws(DreamError) -> (tile: Int, memory: Int) {
    // A picture that is far too large is not planned in one piece only to find that out.
    var tile = min(whole, max(1024, smallest))
    var fitting: (tile: Int, memory: Int)?
    while true {
      let bytes = try memory(tile)
      let guess = Int(Double(tile) * (Double(max(budget, 0)) / Double(max(bytes, 1))).squareRoot() * 0.98)
      if bytes <= budget {
        if guess <= tile || tile == whole { return (tile, bytes) }
        fitting = (tile, bytes)
        tile = min(guess, whole)
      } else {
        if let fitting { return fitting }
        if tile == smallest { return (tile, bytes) }
        tile = max(min(guess, tile - 1), smallest)
      }
    }
  }
}

extension Int {
  /// A number of bytes for a reader: "310 MB", "2.4 GB".
  package var inMegabytes: String {
    let megabytes = Double(self) / 1e6
    if megabytes < 1000 { return "\(Int(megabytes.rounded(.up))) MB" }
    let tenths = Int((megabytes / 100).rounded(.up))
    return "\(tenths / 10).\(tenths % 10) GB"
  }
}
