import DreamKit
import DreamLanguage

/// The commands that make figures of pictures and of numbers.
enum FigureCommands {
  static var all: [Command] { [compare, grid, scrub, plot, histogram] }

  // MARK: Implementation

  /// What every figure's help says of its display.
  private static let use =
    "The figure is shown where it is a cell's last line, and by show() and display() elsewhere; "

  private static func title(_ takes: Parameters) -> Parameter<String?> {
    takes.optional("title", .text, "A text above the drawing.")
  }

  private static var compare: Command {
    Command(
      "compare", .display, "Compares two pictures: with a border to be moved, and beside each other.",
      discussion:
        use
        + "save(compare(a, b), 'both.html') writes a page of its own. The border moves by its slider or by the lower "
        + "right corner of the upper picture. The notebook holds large pictures as JPEG; save(compare(a, b), 'both.png') is exact.",
      result: "Figure",
      examples: [.runs("img = sample_image(80, 60)\ncompare(img, 255 - img, titles=['sky', 'negative'])")]
    ) { takes in
      let a = takes("a", .picture, "The first picture: an Image, or levels in [0, 255].")
      let b = takes("b", .picture, "The second picture, shown at the first one's size.")
      let titles = takes("titles", .texts, "Two names.", default: ["before", "after"])
      return { call in
        let names = call[titles]
        guard names.count == 2 else {
          throw call.error("compare() takes two titles, not \(names.count).", of: titles)
        }
        return .object(
          try PictureFigures.compare(try call.picture(a), try call.picture(b), titles: (names[0], names[1])))
      }
    }
  }

  private static var grid: Command {
    Command(
      "grid", .display, "Lays pictures out in rows and columns, with their titles.",
      discussion: use + "save(grid(images), 'all.png') writes one picture, without the titles.",
      result: "Figure",
      examples: [
        .runs("images = [sample_image(60, 40, seed=n) for n in range(6)]\ngrid(images, columns=3)")
      ]
    ) { takes in
      let pictures = takes("images", .pictures, "The pictures: Images, or levels in [0, 255].")
      let titles = takes.optional("titles", .texts, "A title for each picture.")
      let columns = takes.optional(
        "columns", .integer(from: 1, to: 100), "The pictures in a row; None chooses.")
      return { call in
        let images = try call.placing(pictures) { try call[pictures].map { try $0.picture() } }
        if let names = call[titles], names.count != images.count {
          throw call.error(
            "grid() takes a title for each picture: \(images.count), not \(names.count).", of: titles)
        }
        let columns = call[columns] ?? self.columns(for: images.count)
        return .object(
          try PictureFigures.grid(images, titles: call[titles] ?? [], columns: min(columns, images.count)))
      }
    }
  }

  /// As many columns as make a sheet that is wider than high.
  private static func columns(for count: Int) -> Int {
    if count <= 4 { return count }
    return (1...count).first { $0 * $0 * 2 >= count * 3 } ?? count
  }

  private static var scrub: Command {
    Command(
      "scrub", .display, "Shows the steps of a dream one after the other, with a slider.",
      discussion:
        use
        + "save(scrub(d), 'dream.html') writes a page of its own. A dream keeps small pictures of its start and of at "
        + "most 24 steps; the strip can be scrolled by hand where the slider does nothing.",
      result: "Figure",
      examples: [
        .runs(
          "base_model = SqueezeNet(weights=None)\n"
            + "d = dream(sample_image(60, 50), base_model, layers=['fire2/concat'], steps=3)\nscrub(d)")
      ]
    ) { takes in
      let dream = takes("dream", .dream, "The result of dream() or of one of the paper's dreams.")
      return { call in
        let (provenance, shape) = (call[dream].provenance, call[dream].shape)
        let steps = provenance.log.keptSteps
        guard steps.count > 1 else {
          throw call.error(
            "This dream has kept no steps.", hint: "A dream of two steps or more keeps some.", of: dream)
        }
        var frames: [(picture: EmbeddedPicture, caption: String)] = []
        // The sheet is small, for viewers without HTML.
        var images: [Image] = []
        for step in steps {
          let image = try step.image()
          images.append(image.thumbnail(maxDimension: 120))
          frames.append(
            (
              EmbeddedPicture(jpeg: try step.jpeg(), width: image.width, height: image.height),
              caption(step, of: provenance)
            ))
        }
        return .object(
          PictureFigures.scrub(
            frames, size: (shape[1], shape[0]),
            sheet: ContactSheet.make(images, columns: columns(for: images.count))))
      }
    }
  }

  private static func caption(_ step: StepLog.KeptStep, of provenance: Provenance) -> String {
    if step.stepsDone == 0 { return "The picture at the start" }
    var caption = "Step \(step.stepsDone)"
    if let octave = step.octave { caption += ", octave \(octave)" }
    if let loss = step.loss { caption += ", loss \(loss)" }
    return caption
  }

  private static var plot: Command {
    Command(
      "plot", .display, "Draws curves of numbers, such as the losses of a dream.",
      discussion:
        use
        + "save(plot(values), 'loss.svg') writes a drawing. Takes lists of numbers, tensors, dreams, and a dict of "
        + "curves by their names; None and what is not finite leave a gap.",
      result: "Figure",
      replaces: ["mpl.pyplot.plot": "plot(…)", "mpl.pyplot.savefig": "save(plot(values), …)"],
      examples: [.runs("plot([1, 4, 9, 16], [1, 2, 3, 4], labels=['squares', 'numbers'], title='Growth')")]
    ) { takes in
      let values = takes.rest("values", .any, "A curve, or several: lists of numbers, dreams, a dict.")
      let labels = takes.optional("labels", .texts, "A name for each curve.")
      let title = title(takes)
      let xLabel = takes.optional("x_label", .text, "What the numbers are counted by.")
      let yLabel = takes.optional("y_label", .text, "What the numbers are.")
      return { call in
        var curves = try call[values].flatMap { value in
          guard let curves = series(value) else {
            throw Diagnostic(
              .type,
              "plot() draws lists of numbers, Tensors of one or two axes, dreams and dicts of them, not \(value.typePhrase).",
              hint: value.picture != nil
                ? "histogram(img) draws the levels of a picture, show(img) shows it."
                : "Write the name of a variable without quotes, numbers in square brackets: plot([1, 2, 3]).")
          }
          return curves
        }
        guard curves.contains(where: { !$0.values.isEmpty }) else {
          throw Diagnostic(.value, "plot() needs some numbers.", hint: "Write plot(d.losses), for example.")
        }
        guard curves.count <= 100 else {
          throw Diagnostic(.limit, "plot() draws at most 100 curves, not \(curves.count).")
        }
        if let names = call[labels] {
          guard names.count == curves.count else {
            throw call.error(
              "plot() takes a label for each curve: \(curves.count), not \(names.count).", of: labels)
          }
          for (index, name) in names.enumerated() { curves[index].name = name }
        }
        let isDream = call[values].allSatisfy(isDreams)
        let chart = LineChart(
          series: curves, title: call[title] ?? "", xLabel: call[xLabel] ?? (isDream ? "step" : ""),
          yLabel: call[yLabel] ?? (isDream ? "loss" : ""), start: isDream ? 1 : 0)
        return .object(FigureObject(plain: chart.summary, svg: chart.svg))
      }
    }
  }

  /// Whether a value is a dream, or holds nothing but dreams.
  private static func isDreams(_ value: Value) -> Bool {
    if value.provenance != nil { return true }
    if case .dict(let dict) = value { return dict.count > 0 && dict.values.allSatisfy(isDreams) }
    guard let parts = value.sequence, !parts.isEmpty else { return false }
    return parts.allSatisfy(isDreams)
  }

  /// The curves that a value is, or nil where it is none.
  private static func series(_ value: Value) -> [LineChart.Series]? {
    if let provenance = value.provenance {
      return [LineChart.Series(name: "", values: DreamPage.losses(of: provenance))]
    }
    switch value {
    case .dict(let dict):
      var curves: [LineChart.Series] = []
      for (key, value) in zip(dict.keys, dict.values) {
        guard let inner = series(value), inner.count == 1 else { return nil }
        curves.append(LineChart.Series(name: key.text, values: inner[0].values))
      }
      return curves
    default:
      if case .tensor(let tensor)? = value.arrayArgument {
        let shape = tensor.shape
        guard shape.rank == 1 || shape.rank == 2 && shape[0] <= 100 else { return nil }
        let rows = shape.rank == 1 ? [tensor] : (0..<shape[0]).map { tensor.selecting([.index($0)]) }
        return rows.map { LineChart.Series(name: "", values: $0.values.map(Double.init)) }
      }
      guard let parts = value.sequence else { return nil }
      if parts.contains(where: { $0.sequence != nil || $0.provenance != nil }) {
        let inner = parts.map { series($0) }
        return inner.allSatisfy { $0?.count == 1 } ? inner.compactMap { $0?.first } : nil
      }
      var numbers: [Double] = []
      for part in parts {
        if case .none = part {
          numbers.append(.nan)
        } else if let number = part.number {
          numbers.append(number)
        } else {
          return nil
        }
      }
      return [LineChart.Series(name: "", values: numbers)]
    }
  }

  private static var histogram: Command {
    Command(
      "histogram", .display, "Draws how often numbers of each size occur, in a gradient or any array.",
      discussion: use + "save(histogram(values), 'gradient.svg') writes a drawing.",
      result: "Figure", replaces: ["mpl.pyplot.hist": "histogram(…)"],
      examples: [.runs("histogram(sample_image(80, 60), bins=32, title='Levels')")]
    ) { takes in
      let array = takes("values", .array, "The numbers: a Tensor, an Image or lists of numbers.")
      let bins = takes("bins", .integer(from: 1, to: 500), "The number of bars.", default: 50)
      let title = title(takes)
      return { call in
        let values = call[array].tensor.values
        guard !values.isEmpty else { throw call.error("histogram() needs some numbers.", of: array) }
        var chart = HistogramChart(values, bins: call[bins])
        chart.title = call[title] ?? ""
        return .object(FigureObject(plain: "Histogram of \(chart.summary)", svg: chart.svg))
      }
    }
  }
}
