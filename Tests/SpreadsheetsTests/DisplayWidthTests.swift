import Spreadsheets
import Testing

@Test(arguments: [
  ("", 0), ("hotline", 7), ("热线", 4), ("１２３", 6), ("ｱｲｳ", 3), ("，。！", 6), ("e\u{301}", 1), ("한국", 4),
  ("\u{1112}\u{1161}\u{11AB}", 2), ("😀", 2), ("👨‍👩‍👧", 2), ("👍🏽", 2), ("🇨🇳", 2), ("☎", 1), ("☎️", 2), ("\u{200B}a\u{FEFF}", 1),
  ("“热线”", 6), ("a\tb", 2), ("𠮷", 2), ("Größe", 5), ("\u{3000}", 2),
])
func widthsAreThoseOfATerminal(text: String, width: Int) {
  #expect(displayWidth(text) == width, "\(text)")
}
