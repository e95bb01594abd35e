import Glibc

extension Image {
  /// The project's own picture for where there is no network: a star field with nebulae, after the paper's star cluster.
  ///
  /// - Parameters:
  ///   - width: the pixels in a row, at least 1.
  ///   - height: the rows, at least 1.
  ///   - seed: the same arguments give the same picture.
  public static func sample(width: Int = 500, height: Int = 375, seed: UInt64 = 21) -> Image {
    StarField(width: max(width, 1), height: max(height, 1), seed: seed).render()
  }
}

/// A view of a young star cluster: clouds of glowing gas, dark dust before them, and stars of many brightnesses.
private struct StarField {
  let width: Int
  let height: Int
  let seed: UInt64

  private typealias Colour = SIMD3<Float>

  func render() -> Image {
    var light = [Colour](repeating: .zero, count: width * height)
    let unit = Float(min(width, height))
    let noise = FractalNoise(seed: seed)
    for y in 0..<height {
      for x in 0..<width {
        light[y * width + x] = gas(Float(x) / unit, Float(y) / unit, noise)
      }
    }
    addStars(to: &light, unit: unit)
    return Image(height: height, width: width, pixels: light.flatMap(Self.develop))
  }

  /// The gas and dust in one direction; coordinates in units of the shorter side.
  private func gas(_ x: Float, _ y: Float, _ noise: FractalNoise) -> Colour {
    // The noise is looked at in a place that another noise has moved, which draws it out into filaments.
    let (a, b) = (noise.value(x * 2.1, y * 2.1, octaves: 4), noise.value(x * 2.1 + 31, y * 2.1 + 17, octaves: 4))
    let (u, v) = (x + 0.55 * (a - 0.5), y + 0.55 * (b - 0.5))
    let body = noise.value(u * 2.6, v * 2.6 + 5, octaves: 6)
    let veil = noise.value(u * 4.3 + 11, v * 4.3, octaves: 5)
    let dust = noise.value(u * 3.4 + 53, v * 3.4 + 7, octaves: 6)
    let (dx, dy) = (x - 0.62 * Float(width) / Float(min(width, height)) * 0.8, y - 0.42)
    let core = exp(-(dx * dx + dy * dy) * 9)
    let glow = ramp(body, 0.42, 0.78)
    var colour = Colour(0.012, 0.014, 0.035)
    colour += Colour(0.85, 0.30, 0.20) * (glow * glow * 0.75)
    colour += Colour(0.16, 0.34, 0.70) * (ramp(veil, 0.50, 0.85) * 0.65)
    colour += Colour(0.62, 0.26, 0.62) * (glow * ramp(veil, 0.40, 0.80) * 0.55)
    colour += Colour(1.0, 0.72, 0.48) * (core * (0.25 + 0.75 * glow) * 0.55)
    let shade = 1 - 0.80 * ramp(dust, 0.50, 0.68) * (1 - 0.6 * core)
    return colour * shade
  }

  /// Stars everywhere and a cluster of them; few are bright, as in the sky.
  private func addStars(to light: inout [Colour], unit: Float) {
    var generator = SeededGenerator(seed: seed &+ 1)
    let number = max(width * height / 140, 40)
    for index in 0..<number {
      let inCluster = index % 3 == 0
      var (x, y) = (generator.nextUnit() * Float(width), generator.nextUnit() * Float(height))
      if inCluster {
        let (radius, angle) = (0.16 * unit * sqrt(-log(1 - generator.nextUnit() * 0.999)) * 0.62, generator.nextUnit() * 2 * .pi)
        (x, y) = (Float(width) * 0.50 + radius * cos(angle), Float(height) * 0.42 + radius * sin(angle))
      }
      // A power law: the number of stars falls with brightness.
      let brightness = min(0.10 * pow(1 - generator.nextUnit() * 0.9999, -0.62), inCluster ? 7 : 5)
      let warmth = generator.nextUnit()
      let colour = inCluster
        ? Colour(0.80, 0.88, 1.0) : Colour(0.72 + 0.28 * warmth, 0.80 + 0.06 * warmth, 1.0 - 0.35 * warmth)
      addStar(at: (x, y), colour * brightness, brightness, unit, to: &light)
    }
  }

  /// A disc, a halo around it, and four spikes on bright stars.
  private func addStar(
    at place: (x: Float, y: Float), _ colour: Colour, _ brightness: Float, _ unit: Float, to light: inout [Colour]
  ) {
    let disc = max(0.55, unit * 0.0018)
    let reach = Int(disc * (3 + 14 * min(brightness, 4) / 4)) + 1
    let (centerX, centerY) = (Int(place.x), Int(place.y))
    let rows = (centerY - reach...centerY + reach).clamped(to: 0...height - 1)
    let columns = (centerX - reach...centerX + reach).clamped(to: 0...width - 1)
    for y in rows {
      for x in columns {
        let (dx, dy) = (abs(Float(x) - place.x), abs(Float(y) - place.y))
        let square = (dx * dx + dy * dy) / (disc * disc)
        var amount = exp(-square / 2)
        if brightness > 0.5 {
          amount += 0.035 * brightness / (1 + square * 0.35)
          let spike = exp(-min(dx, dy) * min(dx, dy) / (disc * disc * 0.35)) * exp(-max(dx, dy) / (disc * 2.2 * brightness))
          amount += 0.22 * spike * min(brightness / 3, 1)
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

  /// 0 below `low`, 1 above `high`, smooth between.
  private func ramp(_ value: Float, _ low: Float, _ high: Float) -> Float {
    let t = min(max((value - low) / (high - low), 0), 1)
    return t * t * (3 - 2 * t)
  }
}

/// Value noise summed over octaves, in [0, 1] (Perlin, 1985, for the idea; values on a lattice, smoothly interpolated).
private struct FractalNoise {
  private let lattice: [Float]

  init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    lattice = (0..<(256 * 256)).map { _ in generator.nextUnit() }
  }

  func value(_ x: Float, _ y: Float, octaves: Int) -> Float {
    var (sum, weight, total, scale) = (Float(0), Float(1), Float(0), Float(1))
    for octave in 0..<octaves {
      sum += weight * smooth(x * scale + Float(octave) * 37.7, y * scale + Float(octave) * 19.3)
      total += weight
      weight *= 0.52
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
