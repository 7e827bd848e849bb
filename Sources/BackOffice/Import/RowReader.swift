import Domain
import FoundationEssentials
import Spreadsheets

/// Reads rows of a list into what they say. Pure: the same row always reads the same.
struct RowReader: Sendable {
  let layout: ListLayout
  private let request: ImportRequest
  private let calendar: OfficeCalendar
  let phones: PhoneCleaner
  private let dates: DateCleaner
  /// What cells may name of the office.
  let known: KnownCodes
  /// The fields that hold words, codes, mail addresses, amounts or yes and no.
  private let wordFields: [String]

  init(_ layout: ListLayout, _ request: ImportRequest, office: OfficeCalendar, known: KnownCodes = KnownCodes()) {
    self.layout = layout
    self.request = request
    self.known = known
    wordFields = request.target.info.fields.compactMap { field in
      switch field.kind {
      case .text, .code, .mail, .flag, .amount, .kind: layout.heading.columns[field.name] == nil ? nil : field.name
      case .phone, .date: nil
      }
    }
    phones = PhoneCleaner(areaCode: request.areaCode)
    calendar = request.reading?.timeZone.map { OfficeCalendar(timeZone: $0) } ?? office
    dates = request.dates.map { DateCleaner(order: $0) } ?? DateCleaner(pattern: request.reading?.dateFormat)
  }

  /// What a row below the heading says.
  func read(_ row: TableRow) -> RowReading {
    if row.isBlank { return .skipped(.blank) }
    if row.isHidden, request.hidden == .skip { return .skipped(.hidden) }
    // Neither a word nor empty: a name that is lost must not come in as none. Telephones and dates see to themselves.
    if let failed = wordFields.first(where: { layout.cell($0, of: row).isFailedFormula }), !Self.isNote(row) {
      return .rejected(Rejection(.formulaError, in: failed))
    }
    switch request.target {
    case .outreach, .survey: return readTarget(row)
    case .requests(let map): return readRequest(row, map)
    case .customers: return readCustomer(row)
    case .parts: return readPart(row)
    case .articles(_, let publishes): return readArticle(row, publishes: publishes)
    }
  }

  // MARK: A call list

  private func readTarget(_ row: TableRow) -> RowReading {
    let cell = layout.cell("phone", of: row)
    let numbers: [PartyCard.Phone]
    var warnings: [RowWarning] = []
    switch phones.clean(cell) {
    case .failure(.noNumber) where Self.isNote(row): return .skipped(.note)
    case .failure(let problem): return .rejected(Rejection(RejectReason(problem), in: "phone"))
    case .success(let found):
      guard !found.contains(where: { SpecialNumber($0.number) == .emergency }) else {
        return .rejected(Rejection(.emergencyNumber, in: "phone"))
      }
      warnings = RowWarning.all(of: found)
      numbers = found.map { PartyCard.Phone(number: $0.number, extension: $0.extension, label: $0.label) }
    }
    guard let first = numbers.first else { return .rejected(Rejection(.noNumber, in: "phone")) }
    let promise: Date?
    switch date("due", of: row, endOfDay: true) {
    case .success(let date): promise = date
    case .failure(let reason): return .rejected(Rejection(reason, in: "due"))
    }
    if promise != nil, layout.cell("due", of: row).isAtMidnight, !layout.holdsDays("due") {
      warnings.append(RowWarning(.dueAtMidnight))
    }
    let name = text("name", of: row)
    let address = text("address", of: row)
    if layout.keepsFailedFormula(row) { warnings.append(RowWarning(.formulaLost)) }
    return .entry(
      ListRow(
        identity: .init(first), card: PartyCard(name: name, phones: numbers, address: address),
        unit: request.unit,
        words: OrderWords(title: name, address: address, fields: layout.otherCells(of: row)), promise: promise,
        warnings: warnings.distinct))
  }

  // MARK: A table of history

  private func readRequest(_ row: TableRow, _ map: ImportMap) -> RowReading {
    let key: String
    let unitKey: UnitKey?
    do throws(Rejection) {
      guard let typed = try code("key", of: row) else { throw Rejection(.noKey, in: "key") }
      key = typed
      unitKey = try code("unit", of: row).flatMap { UnitKey($0) }
    } catch {
      return Self.isNote(row) ? .skipped(.note) : .rejected(error)
    }
    var dates: [String: Date] = [:]
    for field in ["openedAt", "dueAt", "finishedAt"] {
      switch date(field, of: row, endOfDay: field == "dueAt") {
      case .success(let date): dates[field] = date
      // A total may stand in the column of the keys, with its sum in another.
      case .failure(let reason): return Self.isNote(key) ? .skipped(.note) : .rejected(Rejection(reason, in: field))
      }
    }
    guard let openedAt = dates["openedAt"] else {
      return Self.isNote(key) ? .skipped(.note) : .rejected(Rejection(.noOpeningDate, in: "openedAt"))
    }
    let fields = text("text", of: row).map { ["text": $0] } ?? [:]
    let category = text("category", of: row).map(known.category)
    let unit = unitKey.map(known.unit)
    return .entry(
      ListRow(
        identity: .init(key: key), key: key, category: category?.code,
        channel: text("channel", of: row).map { map.channels[$0] ?? $0 },
        unit: unit?.unit ?? request.unit,
        words: OrderWords(title: text("title", of: row), address: text("address", of: row), fields: fields),
        promise: dates["dueAt"], openedAt: openedAt, finishedAt: dates["finishedAt"], result: text("result", of: row),
        warnings: [category?.warning, unit?.warning].compactMap(\.self)))
  }

  // MARK: Cells

  func text(_ field: String, of row: TableRow) -> String? {
    let cell = layout.cell(field, of: row)
    guard !cell.isBlank else { return nil }
    let text = cell.shown.trimming(while: \.isWhitespace)
    return text.isEmpty ? nil : text
  }

  /// A date as it stands there. What can be read in several ways is read as the other cells of its column tell.
  private func civil(_ field: String, of row: TableRow) -> Result<CivilDateTime?, DateProblem> {
    let cell = layout.cell(field, of: row)
    let read = dates.clean(cell)
    guard read == .failure(.ambiguous), let order = layout.dateOrder(of: field) else { return read }
    return DateCleaner(order: order).clean(cell)
  }

  /// A date of the row as an instant. A day without a time is its end where something is due on it, else its beginning.
  private func date(_ field: String, of row: TableRow, endOfDay: Bool) -> Result<Date?, RejectReason> {
    if let instant = instant(field, of: row) { return .success(instant) }
    switch civil(field, of: row) {
    case .failure(let problem): return .failure(RejectReason(problem))
    case .success(nil): return .success(nil)
    case .success(let civil?):
      guard let day = CivilDay(year: civil.year, month: civil.month, day: civil.day) else {
        return .failure(.dateUnreadable)
      }
      // 00:00 is what programs make of a day: nobody means the first moment of the day by which something is due.
      let isDay = !civil.hasTime || (endOfDay && layout.cell(field, of: row).isAtMidnight && layout.holdsDays(field))
      if isDay, endOfDay {
        return .success(calendar.instant(of: CivilDay(day: day.number + 1), secondOfDay: 0))
      }
      let second = civil.hour * 3600 + civil.minute * 60 + civil.second
      return .success(calendar.instant(of: day, secondOfDay: second))
    }
  }

  /// `2024-03-01T00:00:00+08:00`, as our own lists and other programs write it (RFC 3339): it means one moment only.
  private func instant(_ field: String, of row: TableRow) -> Date? {
    guard request.reading?.dateFormat == nil, case .text(let text) = layout.cell(field, of: row),
      text.utf8.contains(UInt8(ascii: "T")),
      case let plain = text.trimming(while: \.isWhitespace),
      let instant = try? Date(plain, strategy: .iso8601)
    else { return nil }
    return Self.plausible.contains(instant) ? instant : nil
  }

  /// The years of `DateCleaner`.
  private static let plausible = Date(timeIntervalSince1970: 631_152_000)..<Date(timeIntervalSince1970: 4_133_980_800)

  /// A day of the row, whatever time stands behind it.
  func day(_ field: String, of row: TableRow) -> Result<CivilDay?, RejectReason> {
    switch civil(field, of: row) {
    case .failure(let problem): .failure(RejectReason(problem))
    case .success(nil): .success(nil)
    case .success(let civil?):
      CivilDay(year: civil.year, month: civil.month, day: civil.day).map { .success($0) } ?? .failure(.dateUnreadable)
    }
  }

  /// A total or a remark below the list: the first filled cell begins with a word for it. A Latin word must end there, so
  /// that nobody whose name begins like one is passed over.
  static func isNote(_ row: TableRow) -> Bool {
    guard let first = row.cells.first(where: { !$0.isBlank }) else { return false }
    return isNote(first.shown)
  }

  /// The same for the words of one cell.
  static func isNote(_ words: String) -> Bool {
    let text = words.drop(while: \.isWhitespace).lowercased()
    return noteWords.contains { word in
      guard text.hasPrefix(word) else { return false }
      guard word.first?.isASCII == true else { return true }
      let rest = text.dropFirst(word.count).drop(while: \.isWhitespace)
      return rest.first == ":" || rest.first == "：" || !rest.contains(where: \.isLetter)
    }
  }

  private static let noteWords = [
    "合计", "总计", "小计", "共计", "填表说明", "说明", "备注:", "备注：", "注:", "注：", "制表", "填表人", "total", "subtotal",
    "grand total", "note", "notes",
  ]
}

extension RejectReason: Error {}

extension Array where Element: Hashable {
  /// Each once, in the order of the first.
  var distinct: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}

extension StringProtocol {
  /// Without the characters at its ends that are so.
  func trimming(while isSo: (Character) -> Bool) -> String {
    let start = drop(while: isSo)
    return start.lastIndex { !isSo($0) }.map { String(start[...$0]) } ?? ""
  }
}
