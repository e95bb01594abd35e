import DreamKit
import DreamLanguage
import Ground

/// The commands that make, read, write and change pictures.
enum ImageCommands {
  static var all: [Command] {
    [
      download, getFile, open, load, save, sampleImage, fromArray, resize, blur, preprocess, deprocess,
      randomRoll,
    ]
  }

  // MARK: Implementation

  private static let pathHint = "Paths start at the notebook's folder."

  private static func image(_ takes: Parameters, aliases: [String] = []) -> Parameter<ArrayArgument> {
    takes(
      "img", .picture, "The image: an Image, or a Tensor of levels or of other values.", aliases: aliases)
  }

  private static var download: Command {
    Command(
      "download", .images, "Fetches a picture and shrinks it.",
      discussion:
        "Takes an http, https, file or data address, or a path; PNG and JPEG. Fetched files are kept, so "
        + "that the next time needs no connection. The free side keeps the aspect ratio; nothing is enlarged. It "
        + "shrinks as the paper's `thumbnail` of Pillow does, to within a level. Pictures are turned upright as their EXIF "
        + "data say, and become RGB where they are grey, of a palette or transparent; the paper does neither.",
      result: "Image",
      examples: [
        .shows("original_img = download('https://example.org/sky.jpg', max_dim=500)"),
        .runs(
          "save(sample_image(80, 60), 'sky.png')\noriginal_img = download('sky.png', max_dim=40)\nshow(original_img)"
        ),
      ]
    ) { takes in
      let url = takes(
        "url", .text, "The address, or a path from the notebook's folder.", completion: .paths)
      let limit = takes.optional(
        "max_dim", .integer(from: 1, to: 65535), "The longer side at the most; None keeps the size.",
        unit: "pixels")
      return { call in
        let address = call[url]
        let isAddress =
          address.hasPrefix("www.") || address.prefix { $0 != "/" }.contains(".") && address.contains("/")
        return try call.placing(
          url, hint: isAddress ? "An address on the web starts with https://." : pathHint
        ) {
          try call.fetching { progress in
            .image(try call.execution.services.picture(address, call[limit], call.cancellation, progress))
          }
        }
      }
    }
  }

  private static var getFile: Command {
    Command(
      "get_file", .images, "Fetches a file and gives its path on this machine.",
      discussion: "What comes from a server is kept; the next time needs no connection.",
      result: "str", aliases: ["tf.keras.utils.get_file"],
      examples: [
        .shows("path = get_file('sky.jpg', origin='https://example.org/sky.jpg')\nimg = open(path)"),
        .runs("get_file('sky.png', origin='sky.png')"),
      ]
    ) { takes in
      _ = takes(
        "fname", .optional(.text), "The file's name; the address alone tells files apart here.")
      let origin = takes(
        "origin", .text, "The http, https or file address, or a path.", completion: .paths)
      return { call in
        try call.placing(origin, hint: pathHint) {
          try call.fetching { progress in
            .string(try call.execution.services.file(call[origin], call.cancellation, progress))
          }
        }
      }
    }
  }

  private static var open: Command {
    Command(
      "open", .images, "Opens a picture (PNG, JPEG) that its own thumbnail((side, side)) shrinks in place.",
      discussion:
        "As PIL.Image.open in the paper's listing of download; load and download give an image at once.",
      result: "Image", aliases: ["PIL.Image.open"],
      examples: [
        .runs(
          "save(sample_image(80, 60), 'sky.png')\nimg = open('sky.png')\nimg.thumbnail((40, 40))\nimg.size")
      ]
    ) { takes in
      let path = takes("path", .text, "The file.", completion: .paths, aliases: ["fp"])
      return { call in
        try call.placing(path, hint: pathHint) { .object(try PictureObject(contentsOf: call[path])) }
      }
    }
  }

  private static var fromArray: Command {
    Command(
      "fromarray", .images, "Makes a picture of levels in [0, 255]; what is behind the point is cut off.",
      result: "Image", aliases: ["PIL.Image.fromarray"],
      examples: [.runs("fromarray(resize(sample_image(80, 60), (30, 40)))")]
    ) { takes in
      let levels = takes("obj", .picture, "An Image, or a Tensor of levels.", aliases: ["img"])
      return { call in .image(try call.picture(levels)) }
    }
  }

  private static var load: Command {
    Command(
      "load", .images, "Reads a picture (PNG, JPEG) or an array (.npy) from a file.",
      result: "Image or Tensor", aliases: ["np.load"],
      replaces: [
        "tf.keras.utils.load_img": "load(…)", "tf.keras.preprocessing.image.load_img": "load(…)",
        "tf.io.read_file": "load(…)", "tf.image.decode_jpeg": "load(path)",
        "tf.image.decode_png": "load(path)",
        "tf.image.decode_image": "load(path)", "tf.io.decode_image": "load(path)",
        "tf.io.decode_jpeg": "load(path)",
        "mpl.pyplot.imread": "load(…)",
      ],
      examples: [.runs("save([[1, 2], [3, 4]], 'numbers.npy')\nload('numbers.npy')")]
    ) { takes in
      let path = takes(
        "path", .text, "The file; its ending says whether it is an array.", completion: .paths)
      return { call in
        try call.placing(path, hint: pathHint) {
          if call[path].lowercased().hasSuffix(".npy") { return .tensor(try Tensor(npyAt: call[path])) }
          return .image(try call.execution.services.picture(call[path], nil, call.cancellation, { _ in }))
        }
      }
    }
  }

  private static var save: Command {
    Command(
      "save", .images,
      "Writes a picture (.png, .jpg), an array (.npy, float32) or a figure (.html, .svg) to a file, completely or "
        + "not at all.",
      discussion:
        "A dream's PNG file carries its record as a text entry named DreamKit. That of dream() makes the same picture "
        + "again with replay(), and holds the picture that the dream began with, which anybody who has the file can "
        + "get at: embed_input=False leaves it out, record=False the whole record. A dream's .html file is a page with its "
        + "curve and settings.",
      replaces: [
        "np.save": "save(array, path)", "tf.io.write_file": "save(img, path)",
        "tf.keras.utils.save_img": "save(img, path)",
        "tf.keras.preprocessing.image.save_img": "save(img, path)",
        "mpl.pyplot.imsave": "save(img, path)", "mpl.pyplot.savefig": "save(img, path)",
      ],
      examples: [.runs("save(sample_image(80, 60), 'dream.png')")]
    ) { takes in
      let value = takes("value", .savable, "An Image, a figure, or for .npy a Tensor.")
      let path = takes("path", .text, "The file; its ending says the format.", completion: .paths)
      let record = takes("record", .flag, "Whether a dream's PNG file carries its record.", default: true)
      let embedsInput = takes(
        "embed_input", .flag, "Whether that record holds the picture the dream began with.", default: true)
      return { call in
        let name = call[path]
        func write(_ figure: FigureObject) throws {
          guard let file = figure.file(named: name) else {
            throw call.error(
              "This figure cannot be written as '\(name)'.",
              hint: "Let the name end in \(figure.endings.joined(separator: " or ")).", of: path)
          }
          try call.placing(path) { try Files.write(file, to: Environment.expand(name)) }
        }
        switch call[value] {
        case .array(let array) where name.lowercased().hasSuffix(".npy"):
          try call.placing(path) { try array.tensor.writeNPY(to: name) }
        case .figure(let figure): try write(figure)
        case .array(.image(let image)):
          if let provenance = image.provenance, name.hasSuffix(".html") {
            try write(try DreamPage.figure(image, provenance))
          } else {
            try call.placing(path) {
              try image.write(to: name, record: call[record], embedsInput: call[embedsInput])
            }
          }
        case .array(.tensor):
          throw call.error(
            .type, "A Tensor is saved as .npy, not as a picture.",
            hint: "deprocess(img) makes a picture of values in [-1, 1], cast(img, uint8) of levels.",
            of: value)
        }
        return .none
      }
    }
  }

  private static var sampleImage: Command {
    Command(
      "sample_image", .images, "Paints a star field with nebulae, the same for the same seed.",
      result: "Image", examples: [.runs("img = sample_image(80, 60)\nshow(img)")]
    ) { takes in
      let width = takes("width", .integer(from: 1, to: 8192), "The width.", unit: "pixels", default: 500)
      let height = takes("height", .integer(from: 1, to: 8192), "The height.", unit: "pixels", default: 375)
      let seed = takes("seed", .seed, "Which of the fields.", default: 21)
      return { call in .image(.sample(width: call[width], height: call[height], seed: call[seed])) }
    }
  }

  private static var resize: Command {
    Command(
      "resize", .images, "Scales an image: bilinear, half-pixel centres, no antialiasing.",
      discussion:
        "As the paper's `tf.image.resize`; the result holds numbers with a point, not 8-bit levels. Where it shrinks, "
        + "single pixels may be passed over, as in the paper's small octaves.",
      result: "Tensor", aliases: ["tf.image.resize"],
      examples: [.runs("img = resize(sample_image(80, 60), (30, 40))\nimg.shape")]
    ) { takes in
      let img = image(takes, aliases: ["images"])
      let size = takes("shape", .size, "The new size: (rows, columns).", unit: "pixels", aliases: ["size"])
      return { call in
        let (rows, columns) = call[size]
        guard rows * columns <= Tensor.maximumCount / 3 else {
          throw call.error(
            .limit, "An image of \(columns)×\(rows) pixels is too large.",
            hint: "At most \(Tensor.maximumCount / 3) pixels are taken.", of: size)
        }
        return .tensor(try call[img].tensor.resized(height: rows, width: columns))
      }
    }
  }

  private static var blur: Command {
    Command(
      "blur", .images, "Blurs an image with a Gaussian.", result: "Tensor, or Image of an Image",
      examples: [.runs("blur(sample_image(80, 60), 3)")]
    ) { takes in
      let img = image(takes)
      let sigma = takes(
        "sigma", .number(above: 0, to: Tensor.largestBlur), "How far it blurs.", unit: "pixels", default: 2)
      return { call in try call[img].mapTensor { try $0.blurred(sigma: call[sigma]) } }
    }
  }

  private static var preprocess: Command {
    Command(
      "preprocess_input", .images, "Brings levels in [0, 255] to [-1, 1]: x / 127.5 - 1.", result: "Tensor",
      aliases: ["tf.keras.applications.inception_v3.preprocess_input"],
      examples: [.runs("x = preprocess_input(sample_image(80, 60))")]
    ) { takes in
      let x = takes("x", .array, "Levels: an Image or a Tensor.")
      return { call in
        if case .tensor(let levels) = call[x], levels.shape.rank > 2, levels.liesInUnitRange {
          throw call.error(
            "These values lie in [-1, 1], but preprocess_input() takes levels in [0, 255].",
            hint: "They are preprocessed already, or to be multiplied by 255.", of: x)
        }
        return .tensor(call[x].tensor.preprocessed())
      }
    }
  }

  private static var deprocess: Command {
    Command(
      "deprocess", .images, "Makes a picture of values in [-1, 1]: 255 · (x + 1) / 2, cut off to 8 bits.",
      discussion:
        "As in the paper, what is behind the point is cut off, not rounded: preprocess_input and back lowers about a "
        + "quarter of the levels by one.",
      result: "Image", examples: [.runs("x = preprocess_input(sample_image(80, 60))\ndeprocess(x)")]
    ) { takes in
      let img = image(takes)
      return { call in
        guard case .tensor(let values) = call[img], !values.holdsLevels else {
          throw call.error(
            "These values are levels in [0, 255] already, but deprocess() takes values in [-1, 1].",
            hint: "Leave deprocess out.", of: img)
        }
        return .image(try Image(deprocessing: values))
      }
    }
  }

  private static var randomRoll: Command {
    Command(
      "random_roll", .images, "Shifts an image at random; what leaves at one edge comes in at the other.",
      discussion:
        "As in the paper, the rows' shift is drawn first, then the columns', both from -maxroll up to but not including "
        + "maxroll. TensorFlow's random numbers are not repeated: a seed gives the same shift in DreamKit only.",
      result: "(shift, rolled image)",
      examples: [.runs("shift, img_rolled = random_roll(sample_image(80, 60), 512)\nshow(img_rolled)")]
    ) { takes in
      let img = image(takes)
      let limit = takes(
        "maxroll", .integer(from: 1, to: 1 << 30), "Shifts are drawn from [-maxroll, maxroll).",
        unit: "pixels")
      let seed = takes.optional("seed", .seed, "Fixes the shift; None draws another each time.")
      return { call in
        var generator = SeededGenerator(seed: call.seed(seed))
        let shift = Shift.random(maxRoll: call[limit], using: &generator)
        return .tuple([shift.value, try call[img].mapTensor { $0.rolled(by: shift) }])
      }
    }
  }
}

extension Call {
  /// Does something that waits for the network or the disk: shows its progress, and lets other cells go first.
  func fetching<Result>(_ body: (ProgressObserver) throws -> Result) throws -> Result {
    let display = ProgressDisplay(execution)
    defer { display.finish() }
    return try execution.turns.withoutTurn { try body { display.show($0) } }
  }
}
