/// Feeds a worksheet part to its parser and hands the rows over.
final class SheetReader: XMLHandler {
  /// Thrown to leave expat when the consumer has seen enough.
  struct Stopped: Error {}

  /// Unchecked at run time, a tenth of all the time: expat calls back one call after the other, none of them reaches
  /// this reader from inside another, and `body`, which could, runs between accesses.
  @exclusivity(unchecked) private var parser: SheetParser
  private let body: (TableRow) throws -> Bool

  init(_ info: SheetInfo, of book: Workbook, _ body: @escaping (TableRow) throws -> Bool) {
    unsafe parser = SheetParser(info, of: book)
    self.body = body
  }

  /// Complete after the last row.
  var info: SheetInfo { unsafe parser.info }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) throws {
    try unsafe parser.start(name, attributes)
  }

  override func end() throws {
    guard let row = try unsafe parser.end() else { return }
    guard try body(row) else { throw Stopped() }
  }

  override func text(_ bytes: Span<UInt8>) {
    unsafe parser.text(bytes)
  }
}
