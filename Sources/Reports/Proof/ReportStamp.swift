import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Projections

/// What a report's file says of itself so that it can be made again and held against the log.
public struct ReportStamp: Sendable, Equatable {
  /// The report's key.
  public var report: String
  /// The last event that is counted.
  public var position: Int64
  /// The log's chain hash there, 64 hexadecimal digits: another log has another one.
  public var chainHash: String
  /// What was asked for, by name: see ``ReportRequest/init(_:definition:)``.
  public var parameters: [String: String]
  /// Who made it, as a code.
  public var viewer: String
  /// What part of the office they saw.
  public var sight: OrderSight
  /// The ids, with versions, of the definitions of all figures.
  public var formulas: [String]
  /// Name and version of the program.
  public var program: String
  /// Over the cells: see ``CellDigest``.
  public var checksum: String
  /// The beginning of the chain hash of the log's first event: another log begins otherwise. `nil` in older files.
  public var log: String?
  /// Over all the rest, as the file has it; `nil` in older files.
  var seal: String?

  /// The beginning of the checksum, for people to compare.
  public var shortChecksum: String { String(checksum.prefix(12)) }

  /// The same with its name.
  func mark(_ language: ReportLanguage) -> String {
    Words(zh: "校验码 \(shortChecksum)", en: "checksum \(shortChecksum)")(language)
  }

  /// What a report made now says; the checksum is known when all cells are.
  public init(_ cover: ReportCover, checksum: String) {
    let request = cover.request
    report = request.definition.key
    position = cover.basis.position
    chainHash = cover.basis.chainHash
    parameters = request.parameters
    if let sheet = cover.sheet { parameters["table"] = sheet }
    viewer = request.viewer
    sight = request.scope.sight
    formulas = request.definition.formulas.map(\.id)
    program = request.program
    self.checksum = checksum
    log = cover.basis.log
    seal = ownSeal
  }

  /// Whether what the file says of itself was changed since it was made.
  public var isEdited: Bool { seal != nil && seal != ownSeal }

  private var ownSeal: String {
    let text = texts.map { "\($0.name.utf8.count):\($0.name)\($0.value.utf8.count):\($0.value)" }.joined()
    return SHA256Digest.hex(SHA256Digest.of(Array(text.utf8)))
  }
}

// MARK: As properties of a file

extension ReportStamp {
  /// The names of all properties begin so.
  static let prefix = "hotline."
  /// No more than a workbook's property takes; counted in characters.
  private static let pieceLength = 250

  /// As named texts of at most 255 characters; longer ones go on under the name with `.2`, `.3`.
  public var properties: [(name: String, value: String)] {
    (texts + (seal.map { [(name: "seal", value: $0)] } ?? [])).flatMap { name, value in
      Self.pieces(of: value).enumerated().map { index, piece in
        (name: Self.prefix + name + (index == 0 ? "" : ".\(index + 1)"), value: piece)
      }
    }
  }

  /// Everything but the seal, by name.
  private var texts: [(name: String, value: String)] {
    var all = [
      (name: "report", value: report), ("position", String(position)), ("chain-hash", chainHash),
      ("checksum", checksum),
      ("program", program), ("viewer", viewer), ("sight", sight.stampText),
      ("formulas", formulas.joined(separator: ",")),
    ]
    if let log { all.append(("log", log)) }
    all += parameters.sorted { $0.key < $1.key }.map { ("with.\($0.key)", $0.value) }
    return all
  }

  /// From the properties of a file; `nil` where they are no report's, or not all there.
  public init?(properties: [String: String]) {
    func value(_ name: String) -> String? {
      guard var value = properties[Self.prefix + name] else { return nil }
      var index = 2
      while let piece = properties["\(Self.prefix)\(name).\(index)"] {
        value += piece
        index += 1
      }
      return value
    }
    guard let report = value("report"), let position = value("position").flatMap({ Int64($0) }),
      let chainHash = value("chain-hash"), let checksum = value("checksum"),
      let sight = value("sight").flatMap({ OrderSight(stampText: $0) })
    else { return nil }
    self.report = report
    self.position = position
    self.chainHash = chainHash
    self.checksum = checksum
    self.sight = sight
    log = value("log")
    seal = value("seal")
    viewer = value("viewer") ?? ""
    program = value("program") ?? ""
    formulas = (value("formulas") ?? "").split(separator: ",").map(String.init)
    parameters = [:]
    let start = Self.prefix + "with."
    for name in properties.keys where name.hasPrefix(start) {
      let key = String(name.dropFirst(start.count))
      // The second and later pieces of a long one.
      if let dot = key.lastIndex(of: "."), Int(key[key.index(after: dot)...]) != nil { continue }
      parameters[key] = value("with.\(key)")
    }
  }

  private static func pieces(of value: String) -> [String] {
    let scalars = Array(value.unicodeScalars)
    guard scalars.count > pieceLength else { return [value] }
    return stride(from: 0, to: scalars.count, by: pieceLength).map { start in
      var piece = String.UnicodeScalarView()
      piece.append(contentsOf: scalars[start..<min(start + pieceLength, scalars.count)])
      return String(piece)
    }
  }
}

// MARK: What somebody saw, as text

extension OrderSight {
  /// `all`, or `orders=A,B;secrets=*;secrets.complaint=A`.
  fileprivate var stampText: String {
    if self == .everything { return "all" }
    var parts = ["orders=\(scope.stampText)", "secrets=\(secrets.stampText)"]
    parts += secretsByProcess.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "secrets.\($0.key.rawValue)=\($0.value.stampText)" }
    return parts.joined(separator: ";")
  }

  fileprivate init?(stampText text: String) {
    if text == "all" {
      self = .everything
      return
    }
    self.init(scope: .units([]), secrets: .units([]))
    for part in text.split(separator: ";") {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2 else { return nil }
      let units = UnitScope(stampText: sides[1])
      switch sides[0] {
      case "orders": scope = units
      case "secrets": secrets = units
      default:
        guard sides[0].hasPrefix("secrets.") else { return nil }
        secretsByProcess[ProcessKey(rawValue: String(sides[0].dropFirst("secrets.".count)))] = units
      }
    }
  }

  /// Whether who sees this sees all that another sight shows.
  public func covers(_ other: OrderSight) -> Bool {
    guard scope.covers(other.scope), secrets.covers(other.secrets) else { return false }
    return other.secretsByProcess.allSatisfy { process, units in
      secrets.covers(units) || secretsByProcess[process]?.covers(units) == true
    }
  }
}

extension UnitScope {
  fileprivate var stampText: String { codes.map { $0.joined(separator: ",") } ?? "*" }

  fileprivate init(stampText text: some StringProtocol) {
    self = text == "*" ? .all : .units(text.split(separator: ",").compactMap { UnitKey(String($0)) })
  }

  fileprivate func covers(_ other: UnitScope) -> Bool {
    switch (self, other) {
    case (.all, _): true
    case (.units, .all): false
    case (.units(let mine), .units(let others)): others.allSatisfy(mine.contains)
    }
  }
}
