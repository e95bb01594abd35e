import DreamKit
import Ground
import Testing

@testable import DreamCommands
@testable import DreamLanguage
@testable import TestSupport

/// What a call says whose arguments do not fit.
struct ArgumentBindingTests {
  private func failure(_ code: String) -> Failure? {
    Session().execute(code, sink: RecordingSink(), cancellation: Cancellation()).failure
  }

  /// The text of the cell's line that the carets stand under.
  private func marked(_ failure: Failure?) -> String? {
    guard let lines = failure?.traceback, lines.count > 2 else { return nil }
    let plain = lines.map { $0.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") }
    return String(zip(plain[1], plain[2]).compactMap { $1 == "^" ? $0 : nil })
  }

  @Test(arguments: [
    ("show()", "show() needs a value for 'img'. It is show(img).", "show()"),
    (
      "show(1, 2)",
      "show() needs 'img' to be an image: an Image or a Tensor of shape (height, width, 3), not 1.", "1"
    ),
    (
      "threads(5)", "threads() takes no arguments, but 1 is given. It is threads().", "5"
    ),
    (
      "sample_image(80, 60, 1, 2)",
      "sample_image() takes at most 3 arguments, but 4 are given. "
        + "It is sample_image(width=500, height=375, seed=21).", "2"
    ),
    ("sample_image(sed=3)", "sample_image() has no parameter 'sed'. Did you mean 'seed'?", "sed=3"),
    (
      "sample_image(q=3)", "sample_image() has no parameter 'q'. Its parameters are width, height, seed.",
      "q=3"
    ),
    ("sample_image(80, width=3)", "sample_image() gets 'width' twice.", "width=3"),
    (
      "sample_image(0, 5)", "sample_image() needs 'width' to be a whole number from 1 to 8192, not 0.", "0"
    ),
    (
      "sample_image(8.5)",
      "sample_image() needs 'width' to be a whole number from 1 to 8192, not 8.5. int(8.5) cuts off what is behind the point.",
      "8.5"
    ),
    ("sleep(-1)", "sleep() needs 'seconds' to be a finite number from 0.0 up, not -1.", "-1"),
    (
      "zip([1], 2)",
      "zip() needs 'iterables' to be something with elements, such as a list or a range, not 2.", "2"
    ),
    ("clip([1], 2, 1)", "The upper end 1.0 is below the lower end 2.0.", "1"),
    ("def f(a, b=2): return a\nf()", "f() needs a value for 'a'. It is f(a, b=2).", "f()"),
    ("def f(a): return a\nf(1, c=3)", "f() has no parameter 'c'. Its parameters are a.", "c=3"),
    ("def f(): return 1\nf(3)", "f() takes no arguments, but 1 is given. It is f().", "3"),
    ("x = 5\nx()", "An int cannot be called.", "x()"),
    (
      "layers = [1]\nlayers(2)",
      "The variable 'layers' is a list and hides the command layers(). 'del layers' brings the command back.",
      "layers(2)"
    ),
    (
      "cast(3, int64)",
      "There is no variable or command named 'int64'. "
        + "The types of numbers are float32, int32, uint8 and bool.", "int64"
    ),
    (
      "base_model.input",
      "There is no variable or command named 'base_model'. Run the cell that sets it first.",
      "base_model"
    ),
  ]) func message(_ code: String, _ message: String, _ place: String) {
    let failure = failure(code)
    #expect(failure?.message == message)
    #expect(marked(failure) == place)
  }

  @Test func namedAndPositionalArgumentsMix() {
    #expect(failure("sample_image(40, seed=1, height=30)") == nil)
    #expect(failure("sample_image(*[40, 30], **{'seed': 1})") == nil)
    #expect(failure("sample_image(40.0, True)") == nil)
  }

  @Test(arguments: [
    ("b.get_layer('mixed33')", "ValueError", "'mixed33'", "mixed3"),
    ("InceptionV3(weights='/no/file.h5')", "FileError", "weights='/no/file.h5'", "'imagenet', or None"),
    ("InceptionV3(include_top=True)", "ValueError", "include_top=True", "no classifier"),
    ("b(1)", "TypeError", "b(1)", "Model(inputs="),
    ("Model(b.input, b.get_layer('mixed0'))", "TypeError", "b.get_layer('mixed0')", ".output"),
    ("m = Model(b.input, [])", "ValueError", "[]", "at least one"),
    ("DeepDream(b)", "TypeError", "b", "Model(inputs="),
    ("m(sample_image(60, 90))", "ValueError", "sample_image(60, 90)", "75×75"),
    ("calc_loss(sample_image(60, 90), m)", "ValueError", "sample_image(60, 90)", "75×75"),
    (
      "run_deep_dream_simple(sample_image(90, 90))", "NameError",
      "run_deep_dream_simple(sample_image(90, 90))",
      "deepdream = DeepDream(dream_model)"
    ),
    ("run_deep_dream_simple(sample_image(9, 9), model=m)", "ValueError", "sample_image(9, 9)", "9×9"),
    (
      "run_deep_dream_with_octaves(sample_image(90, 90), model=m)", "ValueError", "sample_image(90, 90)",
      "Octave -2 would be 53×53 pixels, but InceptionV3 needs at least 75×75. Use a larger image, or octaves from 0 up."
    ),
    ("download('/no/file.png')", "FileError", "'/no/file.png'", "notebook's folder"),
    ("save(sample_image(9, 9), '/no/file.png')", "FileError", "'/no/file.png'", "make it first"),
  ]) func engineErrorsPointAtTheArgument(_ code: String, _ name: String, _ place: String, _ part: String) {
    let failure = failure(
      "b = InceptionV3(weights=None); m = Model(b.input, b.get_layer('mixed0').output)\n" + code)
    #expect(failure?.name == name)
    #expect(marked(failure) == place)
    #expect(failure?.message.contains(part) == true, "\(failure?.message ?? "")")
  }
}
