import DreamKit
import Ground

/// The commands that make, read, write and change pictures.
enum ImageCommands {
  static var all: [Command] {
    [download, getFile, open, load, save, sampleImage, fromArray, resize, preprocess, deprocess, randomRoll]
  }

  // MARK: Implementation

  private static var image: Parameter {
    Parameter("img", .picture, "The image: an Image, or a Tensor of levels or of other values.")
  }

  private static var download: Command {
    Command(
      "download", .images, "Fetches a picture and shrinks it.",
      discussion:
        "Takes an http, https, file or data address, or a path; PNG and JPEG. Fetched files are kept, so "
        + "that the next time needs no connection. The free side keeps the aspect ratio; nothing is enlarged. It "
        + "shrinks as the paper's `thumbnail` of Pillow does, to within a level. Pictures are turned upright as their EXIF "
        + "data say, and become RGB where they are grey, of a palette or transparent; the paper does neither.",
      parameters: [
        Parameter("url", .text, "The address, or a path from the notebook's folder.", completion: .paths),
        Parameter(
          "max_dim", .optional(.integer(from: 1, to: 65535)),
          "The longer side at the most; None keeps the size.", unit: "pixels",
          default: Value.none),
      ],
      result: "Image",
      examples: [
        .shows("original_img = download('https://example.org/sky.jpg', max_dim=500)"),
        .runs(
          "save(sample_image(80, 60), 'sky.png')\noriginal_img = download('sky.png', max_dim=40)\nshow(original_img)"
        ),
      ]
    ) { arguments, execution in
      let display = ProgressDisplay(execution)
      let address = arguments.string("url") ?? ""
      defer { display.finish() }
      let isAddress =
        address.hasPrefix("www.") || address.prefix { $0 != "/" }.contains(".") && address.contains("/")
      let hint =
        isAddress ? "An address on the web starts with https://." : "Paths start at the notebook's folder."
      return try arguments.placing("url", hint: hint) {
        let limit = arguments.integer("max_dim")
        return .image(
          try execution.floor.aside {
            try execution.services.picture(address, limit, execution.cancellation, { display.show($0) })
          })
      }
    }
  }

  private static var getFile: Command {
    Command(
      "get_file", .images, "Fetches a file and gives its path on this machine.",
      discussion: "What comes from a server is kept; the next time needs no connection.",
      parameters: [
        Parameter("fname", .optional(.text), "The file's name; the address alone tells files apart here."),
        Parameter("origin", .text, "The http, https or file address, or a path.", completion: .paths),
      ],
      result: "str", aliases: ["tf.keras.utils.get_file"],
      examples: [
        .shows("path = get_file('sky.jpg', origin='https://example.org/sky.jpg')\nimg = open(path)"),
        .runs("get_file('sky.png', origin='sky.png')"),
      ]
    ) { arguments, execution in
      let display = ProgressDisplay(execution)
      defer { display.finish() }
      return try arguments.placing("origin", hint: "Paths start at the notebook's folder.") {
        let origin = arguments.string("origin") ?? ""
        return .string(
          try execution.floor.aside {
            try execution.services.file(origin, execution.cancellation, { display.show($0) })
          })
      }
    }
  }

  private static var open: Command {
    Command(
      "open", .images, "Opens a picture (PNG, JPEG) that its own thumbnail((side, side)) shrinks in place.",
      discussion:
        "As PIL.Image.open in the paper's listing of download; load and download give an image at once.",
      parameters: [Parameter("path", .text, "The file.", completion: .paths, aliases: ["fp"])],
      result: "Image", aliases: ["PIL.Image.open"],
      examples: [
        .runs(
          "save(sample_image(80, 60), 'sky.png')\nimg = open('sky.png')\nimg.thumbnail((40, 40))\nimg.size")
      ]
    ) { arguments, execution in
      let path = arguments.string("path") ?? ""
      return try arguments.placing("path", hint: "Paths start at the notebook's folder.") {
        .object(try PictureObject(contentsOf: path))
      }
    }
  }

  private static var fromArray: Command {
    Command(
      "fromarray", .images, "Makes a picture of levels in [0, 255]; what is behind the point is cut off.",
      parameters: [Parameter("obj", .picture, "An Image, or a Tensor of levels.", aliases: ["img"])],
      result: "Image", aliases: ["PIL.Image.fromarray"],
      examples: [.runs("fromarray(resize(sample_image(80, 60), (30, 40)))")]
    ) { arguments, _ in
      guard case .object(let object as TensorObject) = arguments["obj"] else { return arguments["obj"] }
      return try arguments.placing("obj") { .image(try Image(levels: object.tensor)) }
    }
  }

  private static var load: Command {
    Command(
      "load", .images, "Reads a picture (PNG, JPEG) or an array (.npy) from a file.",
      parameters: [
        Parameter("path", .text, "The file; its ending says whether it is an array.", completion: .paths)
      ],
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
    ) { arguments, execution in
      let path = arguments.string("path") ?? ""
      return try arguments.placing("path", hint: "Paths start at the notebook's folder.") {
        if path.lowercased().hasSuffix(".npy") { return .tensor(try Tensor(npyAt: path)) }
        return .image(try execution.services.picture(path, nil, execution.cancellation, { _ in }))
      }
    }
  }

  private static var save: Command {
    Command(
      "save", .images,
      "Writes a picture (.png, .jpg), an array (.npy, float32) or a figure (.html, .svg) to a file, whole or "
        + "not at all.",
      discussion:
        "A dream's PNG file carries its record as a text entry named DreamKit. That of dream() makes the same picture "
        + "again with replay(), and holds the picture that the dream began with, which anybody who has the file can "
        + "get at: embed_input=False leaves it out, record=False the whole record. A dream's .html file is a page with its "
        + "curve and settings.",
      parameters: [
        Parameter("value", valueToSave, "An Image, a figure, or for .npy a Tensor."),
        Parameter("path", .text, "The file; its ending says the format.", completion: .paths),
        Parameter("record", .flag, "Whether a dream's PNG file carries its record.", default: .bool(true)),
        Parameter(
          "embed_input", .flag, "Whether that record holds the picture the dream began with.",
          default: .bool(true)),
      ],
      replaces: [
        "np.save": "save(array, path)", "tf.io.write_file": "save(img, path)",
        "tf.keras.utils.save_img": "save(img, path)",
        "tf.keras.preprocessing.image.save_img": "save(img, path)",
        "mpl.pyplot.imsave": "save(img, path)", "mpl.pyplot.savefig": "save(img, path)",
      ],
      examples: [.runs("save(sample_image(80, 60), 'dream.png')")]
    ) { arguments, _ in
      let path = arguments.string("path") ?? ""
      if path.lowercased().hasSuffix(".npy") {
        try arguments.placing("path") { try arguments.tensor("value").writeNPY(to: path) }
        return .none
      }
      var figure = arguments.object("value", as: FigureObject.self)
      if let image = arguments["value"].picture, let provenance = image.provenance,
        path.hasSuffix(".html")
      {
        figure = try DreamPage.figure(image, provenance)
      }
      if let figure {
        guard let file = figure.file(named: path) else {
          throw arguments.error(
            "This figure cannot be written as '\(path)'.",
            hint: "Let the name end in \(figure.endings.joined(separator: " or ")).", of: "path")
        }
        try arguments.placing("path") { try Files.write(file, to: Environment.expand(path)) }
        return .none
      }
      guard let image = arguments["value"].picture else {
        throw arguments.error(
          .type, "A Tensor is saved as .npy, not as a picture.",
          hint: "deprocess(img) makes a picture of values in [-1, 1], cast(img, uint8) of levels.",
          of: "value")
      }
      try arguments.placing("path") {
        try image.write(
          to: path, record: arguments.flag("record"), embedsInput: arguments.flag("embed_input"))
      }
      return .none
    }
  }

  private static let valueToSave = ParameterType(
    phrase: ParameterType.savable.phrase,
    remedy: { value in
      guard case .string(let text) = value else { return ParameterType.array.remedy(value) }
      return "The value comes first: save(img, \(Value.quoted(text)))."
    }, convert: ParameterType.savable.convert)

  private static var sampleImage: Command {
    Command(
      "sample_image", .images, "Paints a star field with nebulae, the same for the same seed.",
      parameters: [
        Parameter("width", .integer(from: 1, to: 8192), "The width.", unit: "pixels", default: .int(500)),
        Parameter("height", .integer(from: 1, to: 8192), "The height.", unit: "pixels", default: .int(375)),
        Parameter("seed", .integer(from: 0), "Which of the fields.", default: .int(21)),
      ],
      result: "Image", examples: [.runs("img = sample_image(80, 60)\nshow(img)")]
    ) { arguments, _ in
      .image(
        .sample(
          width: arguments.integer("width") ?? 500, height: arguments.integer("height") ?? 375,
          seed: UInt64(arguments.integer("seed") ?? 21)))
    }
  }

  private static var resize: Command {
    Command(
      "resize", .images, "Scales an image: bilinear, half-pixel centres, no antialiasing.",
      discussion:
        "As the paper's `tf.image.resize`; the result holds numbers with a point, not 8-bit levels. Where it shrinks, "
        + "single pixels may be passed over, as in the paper's small octaves.",
      parameters: [
        Parameter(
          "img", .picture, "The image: an Image, or a Tensor of levels or of other values.",
          aliases: ["images"]),
        Parameter("shape", .size, "The new size: (rows, columns).", unit: "pixels", aliases: ["size"]),
      ],
      result: "Tensor", aliases: ["tf.image.resize"],
      examples: [.runs("img = resize(sample_image(80, 60), (30, 40))\nimg.shape")]
    ) { arguments, _ in
      let (rows, columns) = arguments.pair("shape") ?? (1, 1)
      guard rows * columns <= Tensor.maximumCount / 3 else {
        throw arguments.error(
          .limit, "An image of \(columns)×\(rows) pixels is too large.",
          hint: "At most \(Tensor.maximumCount / 3) pixels are taken.", of: "shape")
      }
      return .tensor(try arguments.tensor("img").resized(height: rows, width: columns))
    }
  }

  private static var preprocess: Command {
    Command(
      "preprocess_input", .images, "Brings levels in [0, 255] to [-1, 1]: x / 127.5 - 1.",
      parameters: [Parameter("x", .array, "Levels: an Image or a Tensor.")], result: "Tensor",
      aliases: ["tf.keras.applications.inception_v3.preprocess_input"],
      examples: [.runs("x = preprocess_input(sample_image(80, 60))")]
    ) { arguments, _ in
      let levels = arguments.tensor("x")
      if levels.shape.rank > 2, levels.liesInUnitRange {
        throw arguments.error(
          "These values lie in [-1, 1], but preprocess_input() takes levels in [0, 255].",
          hint: "They are preprocessed already, or to be multiplied by 255.", of: "x")
      }
      return .tensor(levels.preprocessed())
    }
  }

  private static var deprocess: Command {
    Command(
      "deprocess", .images, "Makes a picture of values in [-1, 1]: 255 · (x + 1) / 2, cut off to 8 bits.",
      discussion:
        "As in the paper, what is behind the point is cut off, not rounded: preprocess_input and back lowers about a "
        + "quarter of the levels by one.",
      parameters: [image], result: "Image",
      examples: [.runs("x = preprocess_input(sample_image(80, 60))\ndeprocess(x)")]
    ) { arguments, _ in
      let values = arguments.tensor("img")
      if arguments["img"].picture != nil || values.holdsLevels {
        throw arguments.error(
          "These values are levels in [0, 255] already, but deprocess() takes values in [-1, 1].",
          hint: "Leave deprocess out.", of: "img")
      }
      return .image(try Image(deprocessing: values))
    }
  }

  private static var randomRoll: Command {
    Command(
      "random_roll", .images, "Shifts an image by chance; what leaves at one edge comes in at the other.",
      discussion:
        "As in the paper, the rows' shift is drawn first, then the columns', both from -maxroll up to but not including "
        + "maxroll. TensorFlow's random numbers are not repeated: a seed gives the same shift in DreamKit only.",
      parameters: [
        image,
        Parameter(
          "maxroll", .integer(from: 1, to: 1 << 30), "Shifts are drawn from [-maxroll, maxroll).",
          unit: "pixels"),
        Parameter(
          "seed", .optional(.integer(from: 0)), "Fixes the shift; None draws another each time.",
          default: Value.none),
      ],
      result: "(shift, rolled image)",
      examples: [.runs("shift, img_rolled = random_roll(sample_image(80, 60), 512)\nshow(img_rolled)")]
    ) { arguments, _ in
      var generator = SeededGenerator(seed: arguments.seed)
      let shift = Shift.random(maxRoll: arguments.integer("maxroll") ?? 1, using: &generator)
      let rolled = arguments.tensor("img").rolled(by: shift)
      var result = Value.tensor(rolled)
      if arguments["img"].picture != nil { result = .image(try Image(truncating: rolled)) }
      return .tuple([.tuple([.int(shift.rows), .int(shift.columns)]), result])
    }
  }
}

extension Arguments {
  /// The seed that was given, or one by chance.
  var seed: UInt64 {
    var system = SystemRandomNumberGenerator()
    // A drawn seed is one that could be given.
    return integer("seed").map { UInt64($0) } ?? system.next() >> 11
  }
}
