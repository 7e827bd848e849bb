/// Takes the parts of one cell and gathers numbers, extensions and labels.
struct PhoneReading {
  private struct Found {
    var match: NumberPlan.Match
    var `extension`: String?
    var label: String?
  }

  private var plan: NumberPlan
  private var found: [Found] = []
  private var problems: [PhoneProblem] = []
  private var sawWords = false
  /// Labels stand before their numbers (`家：… 办：…`), not behind; the first word of the cell decides.
  private var labelsLead = false
  private var pendingLabel: String?

  init(plan: NumberPlan) { self.plan = plan }

  /// What the cell came to.
  var result: Result<[PhoneNumber], PhoneProblem> {
    // A short service number beside debris is debris itself: `1390871 12345` is not the city's hotline.
    guard !found.isEmpty, problems.isEmpty || !found.allSatisfy(\.match.isShort) else {
      let telling = problems.first { $0 != .notANumber }
      return .failure(telling ?? (problems.isEmpty && !sawWords ? .noNumber : .notANumber))
    }
    return .success(
      found.enumerated().map { index, found in
        PhoneNumber(
          number: found.match.number, extension: found.extension,
          label: found.label ?? (index == self.found.count - 1 ? pendingLabel : nil), kind: found.match.kind,
          warnings: found.match.warnings + (index == 0 && !problems.isEmpty ? [.partIgnored] : []))
      })
  }

  /// Reads the next part of the cell.
  mutating func read(_ part: ArraySlice<Unicode.Scalar>) {
    if PhoneText.showsLostDigits(part) { return problems.append(.digitsLost) }
    let text = PhoneText(part)
    if text.isOther { return problems.append(.notANumber) }
    var segments = text.segments[...]
    let foundBefore = found.count
    while let segment = segments.popFirst() {
      switch segment {
      case .run(let run):
        if isNumbering(run, before: segments.first) { continue }
        read(run)
      case .words(let words):
        sawWords = true
        if PhoneWords.isExtensionMark(words), !found.isEmpty, case .run(var run)? = segments.first,
          let dialled = run.groups.first?.digits, dialled.utf8.count <= 6
        {
          found[found.count - 1].extension = dialled
          segments.removeFirst()
          run.groups.removeFirst()
          if !run.groups.isEmpty { segments = [.run(run)] + segments }
        } else if PhoneWords.isMask(words) {
          if found.count > foundBefore { found.removeLast() }
          problems.append(.notANumber)
        } else {
          note(words)
        }
      }
    }
  }

  /// The 2 of `电话2：…`.
  private func isNumbering(_ run: DigitRun, before next: PhoneText.Segment?) -> Bool {
    guard case .words(let words)? = next, words.hasPrefix(":") else { return false }
    return run.digits(0..<run.groups.count).utf8.count <= 2
  }

  private mutating func note(_ words: String) {
    guard let label = PhoneWords.label(words) else { return }
    if found.isEmpty { labelsLead = true }
    if labelsLead || found.isEmpty {
      pendingLabel = label
    } else if found[found.count - 1].label == nil {
      found[found.count - 1].label = label
    }
  }

  /// Takes the longest run of groups that is a number, then goes on behind it: two numbers may have only a space between.
  private mutating func read(_ run: DigitRun) {
    var start = 0
    while start < run.groups.count {
      let whole = match(run, start..<run.groups.count)
      if case .success(let number) = whole {
        take(number)
        return
      }
      let ends = (start + 1..<run.groups.count).reversed().filter { run.groups[$0].separator == .space }
      var next: Int?
      for end in ends {
        if case .success(let number) = match(run, start..<end), !number.match.isShort {
          take(number)
          next = end
          break
        }
      }
      guard let next else {
        if case .failure(let problem) = whole { problems.append(problem) }
        return
      }
      start = next
    }
  }

  private mutating func take(_ number: Found) {
    var number = number
    if labelsLead {
      number.label = pendingLabel
      pendingLabel = nil
    }
    plan.areaCode = number.match.areaCode ?? plan.areaCode
    found.append(number)
  }

  private func match(_ run: DigitRun, _ range: Range<Int>) -> Result<Found, PhoneProblem> {
    var range = range
    // 13908711234.0: a number that another tool printed with its decimal.
    if range.count == 2, let last = run.groups[range].last, last.separator == .dot,
      last.digits == "0" || last.digits == "00"
    {
      range.removeLast()
    }
    let international = run.isInternational && range.lowerBound == 0
    // +44 (0)20 …: the zero in brackets is for those who dial inland.
    if range.lowerBound == 0, range.count > 2, run.groups[1].digits == "0",
      international || run.groups[0].digits.hasPrefix("00")
    {
      var run = run
      run.groups.remove(at: 1)
      return match(run, 0..<range.count - 1)
    }
    let whole = plan.match(run.digits(range), international: international)
    guard case .failure = whole, let last = run.groups[range].last, range.count > 1, last.separator == .dash,
      (3...6).contains(last.digits.utf8.count)
    else { return whole.map { Found(match: $0) } }
    switch plan.match(run.digits(range.dropLast()), international: international) {
    case .success(let match) where match.takesExtension: return .success(Found(match: match, extension: last.digits))
    case .failure(.needsAreaCode): return .failure(.needsAreaCode)
    case .success, .failure: return whole.map { Found(match: $0) }
    }
  }
}

/// The words around numbers.
enum PhoneWords {
  /// 转, 分机, ext: what follows is an extension.
  static func isExtensionMark(_ words: String) -> Bool {
    marks.contains(words.lowercased().filter { !" .:-".contains($0) })
  }

  /// `139XXXX1234`, `1390871XXXX`: someone hid digits.
  static func isMask(_ words: String) -> Bool {
    !words.isEmpty && words.allSatisfy { $0 == "x" || $0 == "X" }
  }

  /// What the words say of the number; `nil` when they only say that it is one.
  static func label(_ words: String) -> String? {
    let label = words.drop { " .:-#".contains($0) }
    let trimmed = String(label.reversed().drop { " .:-#".contains($0) }.reversed())
    return trimmed.isEmpty || empty.contains(trimmed.lowercased()) ? nil : trimmed
  }

  private static let marks: Set<String> = [
    "转", "转接", "转分机", "分机", "分机号", "分机号码", "内线", "内线号", "ext", "extn", "extension", "x", "#",
  ]

  private static let empty: Set<String> = [
    "电话", "手机", "手机号", "手机号码", "电话号码", "联系电话", "联系方式", "联系手机", "移动电话", "固定电话", "固话", "座机", "号码",
    "tel", "t", "telephone", "phone", "ph", "mobile", "mob", "m", "cell", "no", "或", "和", "及", "or", "and", "号",
  ]
}
