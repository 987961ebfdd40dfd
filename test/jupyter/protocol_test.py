"""The Jupyter project's own test suite for kernels, run against ours.

The kernel is found through JUPYTER_PATH, which the caller sets to a folder with the kernel specification.
"""

import unittest

import jupyter_kernel_test
from jupyter_kernel_test import IopubWelcomeTests

DISPLAY = "globalThis[Symbol.for('microcanon.display')]"


class ProtocolTest(jupyter_kernel_test.KernelTests):
    kernel_name = "microcanon"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"

    completion_samples = [
        {"text": "Math.clz", "matches": {"clz32"}},
        {"text": "import {} from 'microcanon/arr", "matches": {"microcanon/array"}},
    ]

    complete_code_samples = ["1 + 1", "const f = (x: number) => {\n  return x;\n};", "await null", "`a`"]
    incomplete_code_samples = ["const f = (x: number) => {", "f(", "const t = `a", "/* comment", "1 +", "if (x) {\n  f();"]
    invalid_code_samples = ["const = 3;", "let x = );\n", "class { { }", "import from from 'x' 1"]

    code_page_something = f"{DISPLAY}.page({{ 'text/plain': 'a page' }})"
    code_generate_error = "throw new RangeError('on purpose')"
    code_clear_output = f"{DISPLAY}.clear()"

    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "['a', 'b'].join('')", "result": "'ab'"},
        {"code": "({ toMimeBundle: () => ({ 'text/html': '<b>x</b>' }) })", "result": "<b>x</b>", "mime": "text/html"},
    ]
    code_display_data = [
        {"code": f"{DISPLAY}.show({{ 'image/svg+xml': '<svg></svg>' }})", "mime": "image/svg+xml"},
        {"code": "import * as tslab from 'tslab'; tslab.display.html('<i>x</i>')", "mime": "text/html"},
    ]

    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")

    code_inspect_sample = "Math.max"

    def test_error_traceback(self):
        """The error names itself and its traceback points at the line of the cell."""
        self.flush_channels()
        reply, messages = self.execute_helper("const one = 1;\n\nnull.length")
        self.assertEqual(reply["content"]["status"], "error")
        self.assertEqual(reply["content"]["ename"], "TypeScriptError")
        reply, messages = self.execute_helper("const one = 1;\n\nthrow new RangeError('on purpose')")
        (message,) = messages
        self.assertEqual(message["content"]["ename"], "RangeError")
        self.assertEqual(message["content"]["evalue"], "on purpose")
        self.assertRegex("\n".join(message["content"]["traceback"]), r"cell \[\d+\]:3:\d+")


class WelcomeTest(IopubWelcomeTests):
    kernel_name = "microcanon"
    support_iopub_welcome = True


# The bare classes would run against a Python kernel.
del IopubWelcomeTests

if __name__ == "__main__":
    unittest.main()
