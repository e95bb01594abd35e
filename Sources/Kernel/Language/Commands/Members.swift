import DreamKit

/// The attributes and methods of the types, declared like commands.
enum Members {
  /// The members by the name of their type.
  static var byType: [String: [Member]] {
    var table: [String: [Member]] = [
      "str": strings, "list": lists, "dict": dicts,
      "Tensor": arrays, "Image": arrays + pictures, "Network": network, "Layer": layer, "Model": model,
    ]
    for type in ["int", "float", "tuple", "bool"] { table[type] = [numpy] }
    return table
  }

  // MARK: Implementation

  private static var this: Parameter { Parameter("self", .any) }

  private static func method(
    _ name: String, _ summary: String, _ parameters: [Parameter] = [], takesAnyName: Bool = false,
    body: @escaping (Arguments, Execution) throws -> Value
  ) -> Member {
    .method(
      Command(
        name, .basics, summary, parameters: [this] + parameters, takesAnyName: takesAnyName, body: body))
  }

  private static var numpy: Member {
    method("numpy", "The value itself.") { arguments, _ in arguments["self"] }
  }

  private static var pictures: [Member] {
    [
      .property("size", "(width, height).") { value in
        value.picture.map { .tuple([.int($0.width), .int($0.height)]) } ?? .none
      },
      method(
        "thumbnail", "Shrinks an opened picture in place, to fit a square.",
        [
          Parameter(
            "size", .size, "The square: (side, side); a smaller picture stays.", unit: "pixels")
        ]
      ) { arguments, _ in
        guard let picture = arguments.object("self", as: PictureObject.self) else {
          throw Diagnostic(
            .type, "Only a picture that open(path) has opened shrinks in place.",
            hint: "resize(img, (rows, columns)) gives a new one, download(path, max_dim=500) a small one.")
        }
        let (width, height) = arguments.pair("size") ?? (1, 1)
        guard width == height else {
          throw arguments.error(
            "thumbnail() fits a square, not \(width)×\(height).", hint: "Write thumbnail((500, 500)).",
            of: "size")
        }
        try picture.shrink(toFit: width)
        return .none
      },
      method(
        "save", "Writes the picture to a file (.png, .jpg), whole or not at all.",
        [Parameter("path", .text, "The file; its ending says the format.", completion: .paths)]
      ) { arguments, _ in
        try arguments.placing("path") {
          try arguments["self"].picture?.write(to: arguments.string("path") ?? "")
        }
        return .none
      },
    ]
  }

  private static var arrays: [Member] {
    [
      numpy,
      .property("shape", "The extents: (rows, columns, channels) of an image.") { value in
        .shape(value.picture?.shape ?? value.tensor?.shape ?? [])
      },
      .property("ndim", "The number of axes.") { .int($0.tensor?.shape.rank ?? 0) },
      .property("dtype", "The type of its numbers.") { value in
        .object(DTypeObject(value.picture == nil ? .float32 : .uint8))
      },
      method(
        "astype", "The array with another type of numbers, as cast makes it.",
        [Parameter("dtype", .dtype, "The type of numbers: float32, int32, uint8 or bool.")]
      ) { arguments, _ in
        try TensorCommands.cast(
          arguments["self"], to: arguments.object("dtype", as: DTypeObject.self)?.name ?? .float32)
      },
      method("mean", "The mean of all values.") { arguments, _ in .float(arguments.tensor("self").mean) },
      method("std", "The population standard deviation.") { arguments, _ in
        .float(arguments.tensor("self").standardDeviation)
      },
      method("sum", "The sum of all values.") { arguments, _ in .float(arguments.tensor("self").sum) },
      method("min", "The smallest value.") { arguments, _ in
        arguments.tensor("self").bounds.map { .single($0.lowest) } ?? .none
      },
      method("max", "The largest value.") { arguments, _ in
        arguments.tensor("self").bounds.map { .single($0.highest) } ?? .none
      },
    ]
  }

  private static var network: [Member] {
    [
      .method(NetworkCommands.getLayer), .method(NetworkCommands.summary),
      .property("input", "Where the image goes in.", of: NetworkObject.self) {
        .object(NetworkInputObject($0.network))
      },
      .property("name", "The network's name.", of: NetworkObject.self) { .string($0.network.name) },
      .property("layers", "All layers.", of: NetworkObject.self) { object in
        .list(object.network.layers.map { .object(LayerObject($0, of: object.network)) })
      },
    ]
  }

  private static var layer: [Member] {
    [
      .property("output", "What the layer hands on.", of: LayerObject.self) {
        .object(LayerOutputObject($0.layer, of: $0.network))
      },
      .property("name", "The layer's name.", of: LayerObject.self) { .string($0.layer.name) },
    ]
  }

  private static var model: [Member] {
    [
      .property("outputs", "The names of the layers.", of: ModelObject.self) {
        .list($0.extractor.outputs.map(Value.string))
      }
    ]
  }

  // MARK: Texts

  private static func text(
    _ name: String, _ summary: String, _ parameters: [Parameter] = [],
    _ body: @escaping (String, Arguments) throws -> Value
  ) -> Member {
    method(name, summary, parameters) { arguments, _ in try body(arguments.string("self") ?? "", arguments) }
  }

  private static var strings: [Member] {
    let part = Parameter("text", .text, "The text to look for.")
    return [
      method(
        "format", "Fills the braces of the text.",
        [Parameter("values", .any, "What to fill in.", isVariadic: true)], takesAnyName: true
      ) { arguments, _ in
        .string(
          try TextFormat.fill(
            arguments.string("self") ?? "", positional: arguments.rest, named: arguments.extra))
      },
      text(
        "split", "The parts between separators.",
        [
          Parameter("sep", .optional(.text), "The separator; None is white space.", default: Value.none)
        ]
      ) { text, arguments in
        guard let separator = arguments.string("sep") else {
          return .list(text.split(whereSeparator: \.isWhitespace).map { .string(String($0)) })
        }
        if separator.isEmpty { throw arguments.error("The separator is empty.", of: "sep") }
        return .list(
          text.split(separator: separator, omittingEmptySubsequences: false).map { .string(String($0)) })
      },
      text(
        "join", "The texts of a list with this one between them.",
        [
          Parameter("texts", .iterable, "A list of strings.")
        ]
      ) { text, arguments in
        let parts = try CoreCommands.elements(arguments["texts"]).map { value in
          guard case .string(let part) = value else {
            throw arguments.error(.type, "join() takes strings, not \(value.typePhrase).", of: "texts")
          }
          return part
        }
        return .string(parts.joined(separator: text))
      },
      text("strip", "Without white space at both ends.") { text, _ in
        let start = text.drop(while: \.isWhitespace)
        return .string(String(start.reversed().drop(while: \.isWhitespace).reversed()))
      },
      text("upper", "In capital letters.") { text, _ in .string(text.uppercased()) },
      text("lower", "In small letters.") { text, _ in .string(text.lowercased()) },
      text(
        "replace", "With one text put for another.",
        [
          Parameter("old", .text, "What to replace."), Parameter("new", .text, "What to put there."),
        ]
      ) { text, arguments in
        let old = arguments.string("old") ?? ""
        return .string(old.isEmpty ? text : text.replacing(old, with: arguments.string("new") ?? ""))
      },
      text("startswith", "Whether it starts so.", [part]) { text, arguments in
        .bool(text.hasPrefix(arguments.string("text") ?? ""))
      },
      text("endswith", "Whether it ends so.", [part]) { text, arguments in
        .bool(text.hasSuffix(arguments.string("text") ?? ""))
      },
      text("count", "How often a text stands in it.", [part]) { text, arguments in
        let wanted = arguments.string("text") ?? ""
        return .int(wanted.isEmpty ? text.unicodeScalars.count + 1 : text.ranges(of: wanted).count)
      },
      text("isdigit", "Whether it is all digits.") { text, _ in
        .bool(!text.isEmpty && text.allSatisfy { $0.isNumber })
      },
    ]
  }

  // MARK: Lists and dicts

  private static func list(
    _ name: String, _ summary: String, _ parameters: [Parameter] = [],
    _ body: @escaping (ListObject, Arguments, Execution) throws -> Value
  ) -> Member {
    method(name, summary, parameters) { arguments, execution in
      guard case .list(let list) = arguments["self"] else { return .none }
      return try body(list, arguments, execution)
    }
  }

  private static var lists: [Member] {
    let element = Parameter("value", .any, "The element.")
    return [
      list("append", "Adds an element at the end.", [element]) { list, arguments, _ in
        list.elements.append(arguments["value"])
        return .none
      },
      list("extend", "Adds several elements.", [Parameter("iterable", .iterable, "The elements to add.")]) {
        list, arguments, _ in
        list.elements += try CoreCommands.elements(arguments["iterable"])
        return .none
      },
      list(
        "insert", "Puts an element before a place.",
        [Parameter("index", .integer(), "The place; -1 is before the last."), element]
      ) {
        list, arguments, _ in
        let index = arguments.integer("index") ?? 0
        let place = index < 0 ? max(0, index + list.elements.count) : min(index, list.elements.count)
        list.elements.insert(arguments["value"], at: place)
        return .none
      },
      list(
        "pop", "Takes an element out.",
        [Parameter("index", .integer(), "The place; -1 is the last.", default: .int(-1))]
      ) {
        list, arguments, _ in
        let index = arguments.integer("index") ?? -1
        let value = try arguments["self"].selecting([.place(index)], key: nil)
        list.elements.remove(at: index < 0 ? index + list.elements.count : index)
        return value
      },
      list("index", "The place of an element.", [element]) { list, arguments, _ in
        guard let place = try list.elements.firstIndex(where: { try $0.isEqual(to: arguments["value"]) })
        else {
          throw arguments.error("\(arguments["value"].representation) is not in the list.", of: "value")
        }
        return .int(place)
      },
      list("count", "How often an element is in it.", [element]) { list, arguments, _ in
        .int(try list.elements.filter { try $0.isEqual(to: arguments["value"]) }.count)
      },
      list("reverse", "Turns the order round.") { list, _, _ in
        list.elements.reverse()
        return .none
      },
      list("sort", "Puts the elements in order.") { list, _, execution in
        list.elements = try CoreCommands.sorted(list.elements, key: .none, reverse: false, execution)
        return .none
      },
    ]
  }

  private static func dict(
    _ name: String, _ summary: String, _ parameters: [Parameter] = [],
    _ body: @escaping (DictObject, Arguments) throws -> Value
  ) -> Member {
    method(name, summary, parameters) { arguments, _ in
      guard case .dict(let dict) = arguments["self"] else { return .none }
      return try body(dict, arguments)
    }
  }

  private static var dicts: [Member] {
    let key = Parameter("key", .any, "The key.")
    let fallback = Parameter("default", .any, "What to give where it is missing.", default: Value.none)
    return [
      dict("keys", "The keys.") { dict, _ in .list(dict.keys) },
      dict("values", "The values.") { dict, _ in .list(dict.values) },
      dict("items", "Pairs of key and value.") { dict, _ in
        .list(zip(dict.keys, dict.values).map { .tuple([$0, $1]) })
      },
      dict("get", "The value of a key, or the default.", [key, fallback]) { dict, arguments in
        try dict.value(of: arguments["key"]) ?? arguments["default"]
      },
      dict("pop", "Takes an entry out.", [key, fallback]) { dict, arguments in
        if let value = try dict.remove(arguments["key"]) { return value }
        if arguments.isGiven("default") { return arguments["default"] }
        throw Diagnostic(.key, "There is no key \(arguments["key"].representation).")
      },
    ]
  }
}
