/// One format of a listing: rows in, bytes out.
protocol RowWriter: AnyObject {
  func append(_ row: [Value]) throws
  /// Ends the document and gives a file its name.
  func finish() throws
}
