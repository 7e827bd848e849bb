/// Feeds a worksheet part to its parser and hands the rows over.
final class SheetReader: XMLHandler {
  /// Thrown to leave expat when the consumer has seen enough.
  struct Stopped: Error {}

  private var parser: SheetParser
  private let body: (TableRow) throws -> Bool

  init(_ info: SheetInfo, of book: Workbook, _ body: @escaping (TableRow) throws -> Bool) {
    parser = SheetParser(info, of: book)
    self.body = body
  }

  /// Complete after the last row.
  var info: SheetInfo { parser.info }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) throws {
    try parser.start(name, attributes)
  }

  override func end() throws {
    guard let row = try parser.end() else { return }
    guard try body(row) else { throw Stopped() }
  }

  override func text(_ bytes: Span<UInt8>) {
    parser.text(bytes)
  }
}
