/// Writes a csv file that appears under its name when `finish` returns, and not at all otherwise. UTF-8.
public final class CSVWriter {
  private let encoder: CSVEncoder
  private var file: ReplacingFile?
  private var buffer: [UInt8] = []
  private var rowCount = 0

  /// Starts a file. The byte order mark is for Excel, which takes a csv without one for the system's old encoding.
  public init(_ path: String, byteOrderMark: Bool = true, guardsFormulas: Bool = false) throws(WriteError) {
    encoder = CSVEncoder(guardsFormulas: guardsFormulas)
    file = try ReplacingFile(path)
    if byteOrderMark { buffer = CSVEncoder.byteOrderMark }
  }

  /// Writes the next record; the headings too are one.
  public func append(_ row: [OutputCell]) throws(WriteError) {
    encoder.append(row, to: &buffer)
    rowCount += 1
    if buffer.count >= 65_536 { try flush() }
  }

  /// Completes the file and puts it in its place. Call once, last. Nothing is ever cut.
  public func finish() throws(WriteError) -> WriteSummary {
    try flush()
    guard let file = file.take() else { preconditionFailure("finish after the end") }
    return WriteSummary(byteCount: try file.commit(), rowCount: rowCount, cutTextCount: 0)
  }

  /// Gives up; nothing is left.
  public func cancel() { _ = file.take() }

  private func flush() throws(WriteError) {
    guard let file = file.take() else { preconditionFailure("a row after the end") }
    // A failed write drops the file here.
    try file.write(buffer)
    self.file = consume file
    buffer.removeAll(keepingCapacity: true)
  }
}
