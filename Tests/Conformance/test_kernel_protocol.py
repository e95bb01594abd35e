"""The public conformance suite for Jupyter kernels, with samples in our language."""
import jupyter_kernel_test


class DreamKitTests(jupyter_kernel_test.KernelTests):
    kernel_name = "dreamkit"
    language_name = "dreamkit"
    file_extension = ".dream"
    code_hello_world = "print('hello, world')"
    code_stderr = "import sys\nprint('oh no', file=sys.stderr)"
    completion_samples = [{"text": "run_deep_dream_s", "matches": ["run_deep_dream_simple"]}]
    complete_code_samples = ["x = 1", "print('a')", "for i in range(2):\n  print(i)\n\n"]
    incomplete_code_samples = ["print('a'", "for i in range(2):", "[1,"]
    invalid_code_samples = ["x = = 1", "1 +* 2)"]
    code_page_something = "help(download)"
    code_generate_error = "no_such_name"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "7 * 7", "result": "49"},
        {"code": "'a' + 'b'", "result": "'ab'"},
    ]
    code_display_data = [{"code": "show(sample_image())", "mime": "image/png"}]
    code_history_pattern = "6 [*]*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "download"
    code_clear_output = "clear_output()"


class DreamKitWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "dreamkit"
    support_iopub_welcome = True


del jupyter_kernel_test
