import Glibc

extension Image {
  /// The project's own picture for where there is no network: a star field with nebulae, after the paper's
  /// star cluster.
  ///
  /// - Parameters:
  ///   - width: the pixels in a row, at least 1.
  ///   - height: the rows, at least 1.
  ///   - seed: the same arguments give the same picture.
  public static func sample(width: Int = 500, height: Int = 375, seed: UInt64 = 21) -> Image {
    StarField(width: max(width, 1), height: max(height, 1), seed: seed).render()
  }
}

/// A view of a young star cluster: clouds of glowing gas, dark dust before them, and stars of many
/// brightnesses.
private struct StarField {
  let width: Int
  let height: Int
  let seed: UInt64

  private typealias Colour = SIMD3<Float>

  /// The cluster's position, in units of the shorter side.
  private var core: SIMD2<Float> {
    let unit = Float(min(width, height))
    return SIMD2(0.44 * Float(width), 0.40 * Float(height)) / unit
  }

  func render() -> Image {
    var light = [Colour](repeating: .zero, count: width * height)
    let unit = Float(min(width, height))
    let noise = FractalNoise(seed: seed)
    for y in 0..<height {
      for x in 0..<width {
        light[y * width + x] = gas(at: SIMD2(Float(x), Float(y)) / unit, noise)
      }
    }
    addStars(to: &light, unit: unit)
    return Image(height: height, width: width, pixels: light.flatMap(Self.develop))
  }

  /// The gas and dust in one direction, in units of the shorter side.
  private func gas(at place: SIMD2<Float>, _ noise: FractalNoise) -> Colour {
    // The noise is looked at at a position that another noise has moved, which draws it out into filaments.
    let first = noise.value(place * 1.7, octaves: 3)
    let second = noise.value(place * 1.7 + SIMD2(31, 17), octaves: 3)
    let moved = place + 0.45 * (SIMD2(first, second) - 0.5)
    let toCore = core - place
    let distance = (toCore * toCore).sum().squareRoot()
    // The cluster's light has blown a hole into the cloud and shines on its inner edges.
    let hole = ramp(distance + 0.35 * (first - 0.5), 0.10, 0.46)
    let body = noise.value(moved * 2.4 + SIMD2(0, 5), octaves: 6)
    let behind = noise.value((moved + toCore * (0.035 / max(distance, 0.05))) * 2.4 + SIMD2(0, 5), octaves: 6)
    let density = ramp(body, 0.40, 0.64) * hole
    let rim = max(body - behind, 0) * 9 * hole * exp(-distance * 1.5)
    let veil = noise.value(moved * 3.7 + SIMD2(11, 0), octaves: 5)
    let ridge = 1 - abs(2 * noise.value(moved * 2.9 + SIMD2(71, 23), octaves: 5) - 1)
    let dust = ramp(noise.value(moved * 3.1 + SIMD2(53, 7), octaves: 6), 0.52, 0.64) * hole

    var colour = Colour(0.006, 0.009, 0.028)
    let warmth = ramp(second + 0.25 * (place.y - core.y), 0.35, 0.65)
    let glow = mix(Colour(0.46, 0.10, 0.30), Colour(0.80, 0.27, 0.09), warmth)
    colour += glow * (density * (0.30 + 0.90 * ramp(ridge, 0.68, 0.98)) * 1.05)
    colour += Colour(1.0, 0.62, 0.30) * (rim * density)
    colour += Colour(0.05, 0.20, 0.36) * (ramp(veil, 0.40, 0.75) * (1 - 0.6 * density))
    let haze = exp(-distance * distance * 13)
    colour += Colour(0.20, 0.36, 0.62) * (haze * (0.35 + 0.9 * ramp(veil, 0.30, 0.75)) * 0.8)
    colour += Colour(0.55, 0.60, 0.75) * (exp(-distance * distance * 160) * 0.5)
    return colour * (1 - 0.86 * dust)
  }

  /// Stars everywhere and a cluster of them; few are bright, as in the sky.
  private func addStars(to light: inout [Colour], unit: Float) {
    var generator = SeededGenerator(seed: seed &+ 1)
    let number = max(width * height / 140, 40)
    for index in 0..<number {
      let inCluster = index % 4 == 0
      var (x, y) = (generator.nextUnit() * Float(width), generator.nextUnit() * Float(height))
      if inCluster {
        let radius =
          0.085 * unit * sqrt(-log(1 - generator.nextUnit() * 0.9999)) * (0.3 + 1.1 * generator.nextUnit())
        let angle = generator.nextUnit() * 2 * .pi
        (x, y) = (core.x * unit + radius * cos(angle), core.y * unit + radius * sin(angle))
      }
      // A power law: the number of stars falls with brightness.
      let brightness = min(
        (inCluster ? 0.20 : 0.055) * pow(1 - generator.nextUnit() * 0.9999, -0.66), inCluster ? 4 : 6)
      let warmth = generator.nextUnit()
      let colour =
        inCluster
        ? Colour(0.80, 0.88, 1.0) : Colour(0.72 + 0.28 * warmth, 0.80 + 0.06 * warmth, 1.0 - 0.35 * warmth)
      addStar(at: (x, y), colour * brightness, brightness, unit, to: &light)
    }
  }

  /// A disc, a halo around it, and four spikes on bright stars.
  private func addStar(
    at place: (x: Float, y: Float), _ colour: Colour, _ brightness: Float, _ unit: Float,
    to light: inout [Colour]
  ) {
    let disc = max(0.5, unit * 0.0015)
    let reach = Int(disc * (3 + 22 * min(brightness, 4) / 4)) + 1
    let (centerX, centerY) = (Int(place.x), Int(place.y))
    let rows = (centerY - reach...centerY + reach).clamped(to: 0...height - 1)
    let columns = (centerX - reach...centerX + reach).clamped(to: 0...width - 1)
    for y in rows {
      for x in columns {
        let (dx, dy) = (abs(Float(x) - place.x), abs(Float(y) - place.y))
        let square = (dx * dx + dy * dy) / (disc * disc)
        var amount = exp(-square / 2)
        if brightness > 0.5 {
          // Halo and spikes end softly before the square of pixels that is drawn does.
          let fade = max(1 - (dx * dx + dy * dy) / Float(reach * reach), 0)
          amount += 0.030 * brightness / (1 + square * 0.30) * fade
          let across = min(dx, dy) / disc
          let spike = exp(-across * across * 2.8) * exp(-max(dx, dy) / (disc * 2.0 * brightness))
          amount += 0.22 * spike * min(brightness / 3, 1) * fade
        }
        light[y * width + x] += colour * amount
      }
    }
  }

  /// Light to 8-bit levels: bright light saturates softly, then the usual gamma.
  private static func develop(_ light: Colour) -> [UInt8] {
    (0..<3).map { channel in
      let exposed = 1 - exp(-1.35 * max(light[channel], 0))
      return UInt8(clamping: Int(255 * pow(exposed, 1 / 1.9) + 0.5))
    }
  }

  private func mix(_ a: Colour, _ b: Colour, _ share: Float) -> Colour { a + (b - a) * share }

  /// 0 below `low`, 1 above `high`, smooth between.
  private func ramp(_ value: Float, _ low: Float, _ high: Float) -> Float {
    let t = min(max((value - low) / (high - low), 0), 1)
    return t * t * (3 - 2 * t)
  }
}

/// Value noise summed over octaves, in [0, 1] (Perlin, 1985, for the idea; values on a lattice, smoothly
/// interpolated).
private struct FractalNoise {
  private let lattice: [Float]

  init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    lattice = (0..<(256 * 256)).map { _ in generator.nextUnit() }
  }

  func value(_ place: SIMD2<Float>, octaves: Int) -> Float {
    var (sum, weight, total, scale) = (Float(0), Float(1), Float(0), Float(1))
    for octave in 0..<octaves {
      sum += weight * smooth(place.x * scale + Float(octave) * 37.7, place.y * scale + Float(octave) * 19.3)
      total += weight
      weight *= 0.56
      scale *= 2.03
    }
    return sum / total
  }

  private func smooth(_ x: Float, _ y: Float) -> Float {
    let (column, row) = (x.rounded(.down), y.rounded(.down))
    let (fx, fy) = (fade(x - column), fade(y - row))
    let (i, j) = (Int(column) & 255, Int(row) & 255)
    func at(_ dx: Int, _ dy: Int) -> Float { lattice[((j + dy) & 255) * 256 + ((i + dx) & 255)] }
    let top = at(0, 0) + (at(1, 0) - at(0, 0)) * fx
    let bottom = at(0, 1) + (at(1, 1) - at(0, 1)) * fx
    return top + (bottom - top) * fy
  }

  private func fade(_ t: Float) -> Float { t * t * t * (t * (t * 6 - 15) + 10) }
}
