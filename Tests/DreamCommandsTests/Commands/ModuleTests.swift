import DreamKit
import Foundation
import Ground
import Testing

@testable import DreamCommands
@testable import DreamLanguage
@testable import TestSupport

/// The paper's modules as namespaces of DreamKit's commands.
struct ModuleTests {
  private func result(_ code: String) -> String? {
    let outcome = Session().execute(code, sink: RecordingSink(), cancellation: Cancellation())
    if case .text(let text)? = outcome.result?["text/plain"] { return text }
    return outcome.failure.map { "\($0.name): \($0.message)" }
  }

  @Test(arguments: [
    ("import tensorflow as tf\ntf.image.resize", "<command resize(img, shape)>"),
    ("import tensorflow\ntensorflow.cast(2.7, tensorflow.int32)", "2"),
    (
      "import tensorflow.image as t, numpy as n\nt.resize(sample_image(8, 8), n.array([4, 4])).shape",
      "(4, 4, 3)"
    ),
    ("import keras\nkeras.applications.InceptionV3(weights=None).name", "'InceptionV3'"),
    ("from tensorflow import keras, constant as c\nc(3) + 1", "4"),
    (
      "from tensorflow.keras.applications.inception_v3 import (\n    preprocess_input, InceptionV3,\n)\npreprocess_input(255)",
      "Tensor(1.0, shape=(), float32)"
    ),
    ("from IPython.display import display, HTML, clear_output\nHTML('a')", "<HTML>"),
    ("from IPython.display import *\nHTML", "<command HTML(data)>"),
    ("import IPython\nIPython.display.HTML", "<command HTML(data)>"),
    ("import IPython.display as display\ndisplay.display, display.clear_output(wait=True)", nil),
    ("from PIL import Image\nImage.fromarray(sample_image(8, 6)).size", "(8, 6)"),
    ("import PIL.Image\nPIL.Image.open", "<command open(path)>"),
    ("import matplotlib as mpl, matplotlib.pyplot as plt\nmpl", "<module mpl>"),
    ("import time\ntime.time() > 0 and time() > 0", "True"),
    ("time.time() > 0", "True"),
    ("import numpy as np\nnp.array([1, 2], dtype=np.float32).dtype == np.float32", "True"),
    ("import tensorflow as tf\ntf.image.resize(images=sample_image(8, 8), size=(2, 2)).shape", "(2, 2, 3)"),
    ("import tensorflow as tf\ntf.clip_by_value(5, clip_value_min=0, clip_value_max=1)", "1.0"),
    ("import numpy as np\nx = np.array([1, 2])\nx[np.newaxis].shape", "(1, 2)"),
    ("def f():\n    import numpy as np\n    return np.sum([1, 2])\nf()", "3.0"),
    ("import tensorflow as tf\ntf.range(3)", "range(0, 3)"),
    ("import tensorflow as tf\ntf.roll([[1, 2], [3, 4]], shift=[1, 1], axis=[0, 1])[0, 0]", "4.0"),
    (
      "import tensorflow as tf\ntf.random.uniform([2], -3, 3, tf.int32, seed=1) == tf.random.uniform([2], -3, 3, tf.int32, seed=1)",
      "True"
    ),
  ]) func namesAreBound(_ code: String, _ expected: String?) {
    if let expected {
      #expect(result(code) == expected)
    } else {
      #expect(result(code)?.contains("Error") == false)
    }
  }

  @Test(arguments: [
    (
      "import os",
      "ImportError: There is no module 'os' here. Leave the line out: files are read by load(path), written by save(img, path)."
    ),
    (
      "import tenserflow as tf",
      "ImportError: There is no module 'tenserflow' here. Did you mean 'tensorflow'?"
    ),
    ("from tensorflow import imag", "AttributeError: DreamKit has no tf.imag. Did you mean tf.image?"),
    (
      "tf.image.resize(img, (30, 40))",
      "NameError: 'tf' is not imported yet. Run 'import tensorflow as tf' first, or write resize(img, (30, 40))."
    ),
    ("np.pi", "NameError: 'np' is not imported yet. Run 'import numpy as np' first."),
    (
      "import tensorflow as tf\ntf.io.read_file('a.jpg')",
      "AttributeError: DreamKit has no tf.io.read_file. Write load('a.jpg')."
    ),
    (
      "import matplotlib.pyplot as plt\nplt.imshow(x)",
      "AttributeError: DreamKit has no plt.imshow. Write show(x)."
    ),
    (
      "import matplotlib.pyplot as plt\nplt.plot(x)",
      "AttributeError: DreamKit has no plt.plot. Write plot(x)."
    ),
    (
      "import tensorflow as tf\ntf.GradientTape()",
      "AttributeError: DreamKit has no tf.GradientTape. The tape is built in: loss, gradients = gradient(img, model)."
    ),
    (
      "import matplotlib.pyplot as plt\nplt.title('x')",
      "AttributeError: DreamKit has no plt.title. Leave the line out: show(img) shows a picture, plot(values) draws curves."
    ),
    (
      "sample_image(8, 8).deprocess()",
      "AttributeError: An Image has no attribute 'deprocess'. deprocess is a command: write deprocess(sample_image(8, 8))."
    ),
    (
      "sample_image(8, 8).resize((4, 4))",
      "AttributeError: An Image has no attribute 'resize'. Write resize(img, (rows, columns)): the rows come first."
    ),
    ("import", "SyntaxError: The name of a module is missing; here stands the end of the line."),
    ("from . import x", "SyntaxError: A module's name does not start with a dot here. Write its whole name."),
    (
      "random_uniform([2], 0.1, 0.9, int32)",
      "ValueError: There is no whole number from 0.1 up to, but not including, 0.9. minval must be below maxval, and both at most 16777216 from 0."
    ),
  ]) func errorsTeach(_ code: String, _ expected: String) {
    #expect(result(code) == expected)
  }

  /// Every alias is reached by an import of its module and the path from there.
  @Test func everyAliasIsReached() throws {
    let table = CommandTable()
    for command in table.commands {
      for alias in command.aliases {
        #expect(result(imports + alias) == "<command \(command.signature)>", "\(alias)")
      }
      for name in command.replaces.keys {
        #expect(table.value(alias: name) == nil, "\(name) is both there and replaced")
        let template = try #require(table.replacement(for: name))
        #expect(
          result(imports + name + "(1)")?.contains(template.replacing("(…)", with: "(1)")) == true, "\(name)")
      }
    }
  }

  private let imports = "import tensorflow as tf, numpy as np, matplotlib as mpl, PIL, IPython, time\n"

  @Test func modulesAreCompletedAndInspected() {
    let session = Session()
    func matches(_ code: String) -> [String] {
      session.complete(code, cursor: code.count).matches.map(\.text)
    }
    #expect(matches("tf.image.res") == ["resize"])
    _ = session.execute(
      "import tensorflow as t\nfrom PIL import Image", sink: RecordingSink(), cancellation: Cancellation())
    #expect(matches("t.image.conv") == ["convert_image_dtype"])
    #expect(matches("Image.") == ["fromarray", "open"])
    #expect(session.inspect("t.image.resize", cursor: 14, detail: 0) != nil)
    #expect(matches("import ten") == ["tensorflow"])
    #expect(matches("import numpy as np, ti") == ["time"])
    #expect(matches("import matplotlib.py") == ["pyplot"])
    #expect(matches("from tensorflow.keras.app") == ["applications"])
    #expect(matches("from IPython.display import clear_output, H") == ["HTML"])
    #expect(matches("from nowhere import x").isEmpty)
  }

  /// Also of a JPEG file large enough to be decoded at a reduced size.
  @Test(arguments: ["png", "jpg"]) func anOpenedPictureShrinksInPlace(_ ending: String) throws {
    let path = "/tmp/dreamkit-\(UInt64.random(in: 0 ... .max)).\(ending)"
    try Image.sample(width: 200, height: 150, seed: 3).write(to: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let code = "img = open('\(path)')\nother = img\nimg.thumbnail((40, 40))\n"
    #expect(
      result(code + "other.size, array(img) == download('\(path)', max_dim=40), img.shape, img.dtype")
        == "((40, 30), True, (30, 40, 3), uint8)")
    #expect(result(code + "img.thumbnail((20, 20))\nimg.size") == "(20, 15)")
    #expect(
      result(code + "img.thumbnail((20, 30))")
        == "ValueError: thumbnail() fits a square, not 20×30. Write thumbnail((500, 500)).")
  }

  @Test func onlyAnOpenedPictureShrinksInPlace() {
    #expect(
      result("sample_image(8, 8).thumbnail((4, 4))")?.hasPrefix("TypeError: Only a picture that open(path)")
        == true)
  }

  @Test func aBatchKeepsItsAxis() {
    #expect(
      result(
        "b = InceptionV3(weights=None)\nm = Model(b.input, b.get_layer('mixed0').output)\n"
          + "x = preprocess_input(sample_image(80, 76))\nm(x).shape, m(expand_dims(x, 0)).shape")
        == "((7, 7, 256), (1, 7, 7, 256))")
  }
}
