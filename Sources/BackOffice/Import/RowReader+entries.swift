import Domain
import FoundationEssentials
import Spreadsheets

extension RowReader {
  /// What a row of a list of parts says.
  func readPart(_ row: TableRow) -> RowReading {
    readEntry(row) { () throws(Rejection) in
      let key = try key(of: row)
      return try key.map { key throws(Rejection) in ListedEntry(key, try texts(PartField.allCases, of: row)) }
    }
  }

  /// What a row of a list of articles says. One without a key goes by its title, one without a title by its first question.
  func readArticle(_ row: TableRow, publishes: Bool) -> RowReading {
    readEntry(row) { () throws(Rejection) in
      let texts = try texts(ArticleField.allCases, of: row)
      let title = texts[ArticleField.title.rawValue] ?? texts[ArticleField.questions.rawValue]
      let key =
        try key(of: row) ?? title?.split(separator: "\n").first.flatMap { EntryKey($0.prefix(EntryKey.longest)) }
      return key.map { ListedEntry($0, texts, publishes: publishes) }
    }
  }

  private func readEntry(_ row: TableRow, _ read: () throws(Rejection) -> ListedEntry?) -> RowReading {
    // A total stands in the column of the keys, and a remark alone in its row.
    if Self.isNote(row), isTotal(layout.cell("key", of: row)) || row.cells.count(where: { !$0.isBlank }) == 1 {
      return .skipped(.note)
    }
    do throws(Rejection) {
      guard let listed = try read() else { throw Rejection(.noKey, in: "key") }
      return .entry(
        ListRow(identity: .init(key: KeyText.folded(listed.key.rawValue)), listed: listed, key: listed.key.rawValue))
    } catch {
      return Self.isNote(row) ? .skipped(.note) : .rejected(error)
    }
  }

  private func isTotal(_ cell: Cell) -> Bool {
    let words = ["合计", "总计", "小计", "total", "subtotal"]
    return words.contains(cell.shown.lowercased().filter { !$0.isWhitespace && !":：".contains($0) })
  }

  private func key(of row: TableRow) throws(Rejection) -> EntryKey? {
    _ = try whole("key", of: row)
    guard let text = try code("key", of: row) else { return nil }
    guard let key = EntryKey(text) else { throw Rejection(.keyTooLong, in: "key") }
    return key
  }

  private func texts<Field: EntryField>(_ fields: [Field], of row: TableRow) throws(Rejection) -> [String: String] {
    var texts: [String: String] = [:]
    for field in fields {
      let name = ImportField.name(of: field)
      var typed = try whole(name, of: row).shown
      switch field.shape {
      case .day:
        switch day(name, of: row) {
        case .success(let day): typed = day?.iso ?? ""
        case .failure(let reason): throw Rejection(reason, in: name)
        }
      case .money:
        // A number has no more decimals than money has, but for what it lost on its way into the file.
        if case .number(let value, _) = layout.cell(name, of: row), abs(value) < 1e12 {
          let hundredths = (value * 100).rounded()
          if abs(value * 100 - hundredths) < 1e-4 { typed = Amount(hundredths: Int(hundredths)).money }
        }
      case .line, .lines, .list: break
      }
      guard let text = field.shape.read(typed) else { throw Rejection(RejectReason(field.shape), in: name) }
      if !text.isEmpty { texts[field.rawValue] = text }
    }
    return texts
  }

  private func whole(_ field: String, of row: TableRow) throws(Rejection) -> Cell {
    let cell = layout.cell(field, of: row)
    guard !cell.isFailedFormula else { throw Rejection(.formulaError, in: field) }
    return cell
  }
}

extension ImportField {
  /// The name of the column of a list for a field of a part or an article: `supplierNumber`.
  public static func name(of field: some EntryField) -> String {
    let words = field.rawValue.split(separator: "-")
    return words.dropFirst().reduce(String(words.first ?? "")) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
  }
}

extension RejectReason {
  /// What is wrong with a text that is not of its shape.
  fileprivate init(_ shape: EntryText) {
    self =
      switch shape {
      case .money: .notAnAmount
      case .day: .dateUnreadable
      case .line, .lines, .list: .tooLong
      }
  }
}
