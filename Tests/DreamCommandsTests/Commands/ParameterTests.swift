import DreamKit
import Ground
import Testing

@testable import DreamCommands
@testable import DreamLanguage
@testable import TestSupport

/// Parameters as the keys to their arguments: that each is read in its type, and what is said where a value does not fit.
struct ParameterTests {
  private static var commands: [Command] {
    let table = CommandTable()
    let methods = table.types.flatMap(\.members).compactMap { member -> Command? in
      if case .method(let command) = member.kind { command } else { nil }
    }
    return table.commands + methods
  }

  @Test func defaultsAreOfTheirParametersType() {
    for command in Self.commands {
      for parameter in command.parameters where !parameter.isVariadic {
        #expect((parameter.usual == nil) == (parameter.defaultValue == nil))
        guard let usual = parameter.usual, let shown = parameter.defaultValue else { continue }
        let converted = parameter.convert(shown)
        let place = "\(command.name)(\(parameter.name))"
        #expect(converted.map { type(of: $0) == type(of: usual) } == true, "\(place)")
      }
    }
  }

  @Test func namesAndAliasesAreUnique() {
    for command in Self.commands {
      let names = command.parameters.flatMap { [$0.name] + $0.aliases }
      #expect(Set(names).count == names.count, "\(command.name)")
      #expect(command.parameters.count { $0.isVariadic } <= 1, "\(command.name)")
    }
  }

  @Test func argumentsAreReadInTheirTypes() throws {
    let command = Command("f", .basics, "Reads one of each kind.") { takes in
      let number = takes("number", .number(above: 0), default: 2)
      let whole = takes("whole", .integer(), default: 3)
      let rest = takes.rest("rest", .text, "Texts.")
      let flag = takes("flag", .flag, default: false)
      let missing = takes.optional("missing", .integer())
      let size = takes("size", .size)
      return { call in
        let half: Double = call[number] / 2
        let next: Int = call[whole] + 1
        let joined: String = call[rest].joined(separator: "+")
        let isSet: Bool = call[flag]
        let given: Int? = call[missing]
        let rows: Int = call[size].rows
        #expect(call.isGiven(number) && !call.isGiven(missing))
        return .string("\(half) \(next) \(joined) \(isSet) \(given.map(String.init) ?? "nil") \(rows)")
      }
    }
    #expect(command.signature == "f(number=2.0, whole=3, *rest, flag=False, missing=None, size)")
    var call = CallArguments([.int(5), .int(7), .string("a"), .string("b")])
    call.named = [("size", .tuple([.int(4), .int(6)])), ("flag", .bool(true))]
    let execution = Execution(
      sink: RecordingSink(), cancellation: Cancellation(), clock: { 0 }, globals: Scope(parent: nil),
      table: CommandTable(), host: DreamHost(), stackBudget: 1 << 20)
    #expect(try command(call, in: execution).text == "2.5 8 a+b true nil 4")
  }

  /// What each kind of parameter says of a value that does not fit.
  @Test(arguments: [
    ("sample_image('9')", "'width' to be a whole number from 1 to 8192, not '9'. Leave the quotes out: 9."),
    (
      "sample_image(0.5)",
      "'width' to be a whole number from 1 to 8192, not 0.5. int(0.5) cuts off what is behind the point."
    ),
    ("sample_image(seed=-1)", "'seed' to be a whole number from 0 up, not -1."),
    ("chr([])", "'code' to be a whole number from 0 to 1114111, not []."),
    ("'a'.replace('a', 'b', -2)", "'count' to be a whole number from -1 up, not -2."),
    ("range(1, 'a')", "'stop' to be a whole number, or None, not 'a'."),
    (
      "sleep((0, 5))",
      "'seconds' to be a finite number from 0.0 up, not (0, 5). A number is written with a point: 0.5."
    ),
    ("sleep(float('nan'))", "'seconds' to be a finite number from 0.0 up, not nan."),
    ("blur(sample_image(8, 8), 0)", "'sigma' to be a finite number above 0.0 up to 100.0, not 0."),
    ("clip([1], 'a', 2)", "'lowest' to be a number, not 'a'."),
    ("divmod(None, 2)", "'a' to be a number, not None."),
    ("checkbox('yes')", "'value' to be True or False, not 'yes'."),
    ("load(3)", "'path' to be a string, not 3. Write it in quotes: '3'."),
    ("load(sample_image(8, 8))", "'path' to be a string, not Image 8×8, RGB. This is a picture already."),
    ("'a'.strip(3)", "'chars' to be a string, or None, not 3. Write it in quotes: '3'."),
    ("'a'.startswith(3)", "'text' to be a string or a tuple of strings, not 3. Write it in quotes: '3'."),
    ("plot([1], labels=[1])", "'labels' to be a list of strings, or None, not [1]."),
    (
      "resize(sample_image(8, 8), 4)",
      "'shape' to be a size: (rows, columns), each from 1 to 65535, not 4. Write both: (4, 4)."
    ),
    ("zeros(['a'])", "'shape' to be a list or range of whole numbers from 0 to 65535, not ['a']."),
    ("roll([1, 2], 'a', 0)", "'shift' to be a whole number or a list of them, not 'a'."),
    ("len(3)", "'x' to be something with elements, such as a list or a range, not 3."),
    ("sum([1], 'a')", "'start' to be a number, a list or a tuple, not 'a'."),
    (
      "button('a', 3)",
      "'function' to be a function, a lambda or a command, not 3. Write its name without brackets, as in interact(f, n=(0, 10))."
    ),
    (
      "isinstance(1, 2)",
      "'type' to be a type, such as int, str or list, its name, or a tuple of them, not 2."
    ),
    (
      "cast([1], 'float64')",
      "'dtype' to be one of float32, int32, uint8 and bool, not 'float64'. Write float32: all numbers with a point have 32 bits here."
    ),
    (
      "show('a.png')",
      "'img' to be an image: an Image or a Tensor of shape (height, width, 3), not 'a.png'. load('a.png') reads a picture from a file."
    ),
    (
      "deprocess(zeros((2, 8, 8, 3)))",
      "'img' to be an image: an Image or a Tensor of shape (height, width, 3), not a Tensor of shape (2, 8, 8, 3). A batch holds one image: take x[0]."
    ),
    (
      "mean([[1], [1, 2]])",
      "'x' to be a Tensor, an Image, a number or a list of numbers, not [[1], [1, 2]]. It may hold nothing but numbers, and its rows must be equally long."
    ),
    (
      "pow('a', 2)",
      "'base' to be a Tensor, an Image, a number or a list of numbers, not 'a'. load('a') reads a picture from a file."
    ),
    (
      "grid(sample_image(8, 8))",
      "'images' to be a list of images, at most 400, not Image 8×8, RGB. Put them in square brackets: [a, b]."
    ),
    (
      "save('a.png', 'b.png')",
      "'value' to be an Image, a figure, a Tensor or a list of numbers, not 'a.png'. The value comes first: save(img, 'a.png')."
    ),
    ("scrub(3)", "'dream' to be a dream: what dream() or one of the paper's dreams gave, not 3."),
    (
      "b = SqueezeNet(weights=None)\nb.get_layer(3)",
      "'name' to be the name of a layer, a string, not 3. layers(base_model) lists the names."
    ),
    ("Model(inputs=3)", "'inputs' to be base_model.input, or None, not 3. Write inputs=base_model.input."),
    ("classify(zeros((8, 8, 3)), 3)", "'model' to be a Network, not 3."),
    ("DeepDream(3)", "'model' to be a Model, made by Model(inputs=…, outputs=…), not 3."),
    (
      "dream(sample_image(8, 8), 3)",
      "'model' to be a Model, made by Model(inputs=…, outputs=…), or a Network together with layers=[…], not 3."
    ),
    (
      "dream(sample_image(8, 8), SqueezeNet(weights=None), memory='2 XB')",
      "'memory' to be an amount of memory above 0, such as 500 (MB) or '2 GB', or None, not '2 XB'."
    ),
    (
      "run_deep_dream_simple(sample_image(8, 8), step_size='a')",
      "'step_size' to be a finite number, not 'a'."
    ),
    (
      "run_deep_dream_with_octaves(sample_image(8, 8), shift=3)",
      "'shift' to be a shift: (rows, columns), or None, not 3."
    ),
  ]) func wrongTypesAreSaid(_ code: String, _ message: String) {
    let failure = Session().execute(code, sink: RecordingSink(), cancellation: Cancellation()).failure
    #expect(failure?.name == "TypeError")
    #expect(failure?.message.hasSuffix("() needs " + message) == true, "\(failure?.message ?? "")")
  }
}
