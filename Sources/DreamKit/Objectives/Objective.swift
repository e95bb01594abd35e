/// What a dream makes larger: a sum of weighted terms, each the mean activation of a layer or of some of its channels.
///
/// ```swift
/// let objective = Objective.mean("mixed3") + 0.5 * .channels(8..<16, of: "mixed5") - 0.1 * .mean("mixed7")
/// ```
///
/// The paper's `calc_loss` is the sum of the means of its layers, each with the weight 1. The idea of objectives as sums
/// is lucid's (Olah, Mordvintsev and Schubert, "Feature Visualization", 2017).
public struct Objective: Sendable, Equatable {
  /// The mean activation of an output, and how much it counts.
  public struct Term: Sendable, Equatable {
    /// The layer, or some of its channels.
    public let output: LayerOutput
    /// The factor of the mean; below 0 the mean is made smaller.
    public let weight: Float
  }

  /// The terms, each output once, in the order in which they were first mentioned.
  public let terms: [Term]

  /// The mean activation of a layer.
  public static func mean(_ layer: String) -> Objective { Objective(LayerOutput(layer)) }

  /// The mean activation of some of a layer's channels, counted from 0.
  public static func channels(_ channels: Range<Int>, of layer: String) -> Objective {
    Objective(LayerOutput(layer, channels: channels))
  }

  /// The mean activation of one of a layer's channels, counted from 0.
  public static func channel(_ channel: Int, of layer: String) -> Objective {
    channels(channel..<channel + 1, of: layer)
  }

  /// The sum of two objectives; terms with the same output become one.
  public static func + (a: Objective, b: Objective) -> Objective {
    b.terms.reduce(a) { sum, term in
      var terms = sum.terms
      if let index = terms.firstIndex(where: { $0.output == term.output }) {
        terms[index] = Term(output: term.output, weight: terms[index].weight + term.weight)
      } else {
        terms.append(term)
      }
      return Objective(terms)
    }
  }

  /// The first objective less the second.
  public static func - (a: Objective, b: Objective) -> Objective { a + -1 * b }

  /// An objective whose terms count `factor` times as much.
  public static func * (factor: Float, objective: Objective) -> Objective {
    Objective(objective.terms.map { Term(output: $0.output, weight: factor * $0.weight) })
  }

  // MARK: Implementation

  private init(_ output: LayerOutput) { self.init([Term(output: output, weight: 1)]) }

  private init(_ terms: [Term]) { self.terms = terms }
}
