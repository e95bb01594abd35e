print(7 // 2, -7 // 2, 7 // -2, -7 % 3, 7 % -3, -7.5 // 2, -7.5 % 2, 2 ** 10, 2 ** -1, -2 ** 2, (-2) ** 2)
# ---
print(0.1 + 0.2, 1e16, 1e15, 123456789.123456789, 1e-5, 0.0001, 1.0, -0.0, 1e300 * 10, 2.5e-7, 1 / 3)
# ---
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.567, -2), round(1234, -2), round(7), round(0.5))
# ---
print(int(3.9), int(-3.9), int('42'), int(' -7 '), int('ff', 16), int('0b101', 2), int('1_000'), int(True), float('1e3'), float(' 2.5 '), float('inf'), float('-inf'), float('nan'))
# ---
print(True + True, True == 1, isinstance(True, int), bool(0), bool(''), bool([]), bool('a'), bool(0.0), not 3)
# ---
print(max(3, 1, 2), min([4, 2, 8]), max('pear', 'fig', key=len), min([], default=7), sum([1, 2, 3]), sum([0.1] * 3), sum([[1], [2]], []), abs(-3), abs(-2.5))
# ---
print(divmod(17, 5), divmod(-17, 5), divmod(7.5, 2), pow(2, 5))
# ---
print(1 < 2 < 3, 1 < 3 < 2, 1 == 1.0, 1 != 2, 3 > 2 >= 2, 1 is not None, None == 0)
# ---
print(hex(255), oct(8), bin(5), chr(65), ord('a'), 0xFF, 0o17, 0b11, 1_000_000, .5, 5., 1e3)
# ---
x = 5
x += 2; x -= 1; x *= 3; x //= 2; x **= 2; x %= 10
y = 7
y /= 2
print(x, y)
# ---
print(10 / 4, 10 / 5, 7 // 2.0, 3 * 1.5, 2 ** 0.5, 10 ** 20.0, 1 - 1e-17, 5 % 2.5)
# ---
print(float('nan') == float('nan'), float('inf') > 1e308, -float('inf'), 1e400)
# ---
print(str(1.0), repr(0.1), str(100), str(1e22), str(123456789012345680.0), 1e-10, 12345678901234567890.0)
# ---
print((1.5).is_integer(), (2.0).is_integer())
# ---
print(9223372036854775807, -9223372036854775807 - 1, 9223372036854775807 // 2)
# ---
print(3 and 5, 0 and 5, 3 or 5, 0 or '', None or 'x', not None, 1 if [] else 2)
# ---
print(1 == '1', 'a' < 'b', 'B' < 'a', [1, 2] < [1, 3], (1, 2) < (1, 2, 0), [1, 2] == [1, 2], [1] == (1,), 'abc' == 'abc')
# ---
print(len('naïve'), len([1, [2, 3]]), len({}), len(range(0, 10, 3)), len(()))
# ---
print(round(1250, -2), round(1350, -2), round(-1250, -2), round(15, -1), round(25, -1), round(999, -3), round(1e300, -2))
# ---
print(int('z', 36), int('-0x1f', 16), int('+7'), int('0b11', 2), int('1_0'), float('1_0.5'), float('.5'), float('5.'))
# ---
print(pow(2, -1), pow(2.0, 3), pow(9, 0.5), 2 ** 3 ** 2, -3 ** 2, 10 // 3 * 3 + 10 % 3)
# ---
int('1 2')
# ---
int('1__0')
# ---
float('1 2')
# ---
int(None)
# ---
int('9', 8)
# ---
1 / 0
# ---
1 // 0
# ---
1 % 0
# ---
1.5 % 0
# ---
int('3.5')
# ---
int('abc')
# ---
float('a')
# ---
1 + 'a'
# ---
'a' + 1
# ---
[1] + (2,)
# ---
'a' < 1
# ---
len(5)
# ---
-'a'
# ---
abs('a')
# ---
max([])
# ---
None + 1
# ---
ord('ab')
# ---
round('a')
