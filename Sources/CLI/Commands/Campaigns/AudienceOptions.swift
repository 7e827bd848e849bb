import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

/// Whom a campaign calls, or a mailing writes to: by orders, by the book, or by a saved list of either.
struct AudienceOptions: ParsableArguments, Sendable {
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Whom orders are for: the filters of order list, as 'process=complaint kind=closed'.", valueName: "filters"))
  var orders: [String] = []
  @Option(
    help: ArgumentHelp(
      "People of the book: the filters of party list, as 'area=north product=fibre', or all.", valueName: "filters"))
  var people: [String] = []
  @Option(help: "The orders or people of a saved view.") var view: String?
  @Option(
    help: ArgumentHelp("Only a share or a number of them, drawn by chance: 20%, 0.5% or 300.", valueName: "amount"))
  var sample: SampleArgument?
  @Option(help: "What the draw follows from: the same seed draws the same. Without it one is chosen and told.")
  var seed: Int?

  func validate() throws {
    guard [!orders.isEmpty, !people.isEmpty, view != nil].count(where: \.self) == 1 else {
      throw ValidationError("whom? give one of --where 'process=complaint', --people 'area=north' and --view NAME")
    }
    if seed != nil, sample == nil { throw ValidationError("--seed: it draws a sample; give --sample 20%, too") }
    if let seed, seed < 0 { throw ValidationError("--seed \(seed): write 0 or more") }
  }

  /// The audience that is meant. Whatever lists need is brought up to date.
  func audience(_ session: Session, _ workplace: Workplace, _ zone: TimeZone) async throws -> Audience {
    let sampling = sample.map { Sampling($0.amount, seed: seed ?? Self.freshSeed()) }
    let typed = orders.map { "orders \($0)" } + people.map { "people \($0)" } + (view.map { ["view \($0)"] } ?? [])
    return Audience(
      try await source(session, workplace, zone), sampling: sampling, filter: typed.joined(separator: "; "))
  }

  private func source(_ session: Session, _ workplace: Workplace, _ zone: TimeZone) async throws -> Audience.Source {
    if !orders.isEmpty { return .orders(try await WhereOptions.query(orders, session, workplace, zone)) }
    if !people.isEmpty { return .parties(try query(people.flatMap { $0.split(separator: " ") }, workplace.now)) }
    let name = view ?? ""
    guard let found = try await session.views().first(where: { $0.view.key.rawValue == name })?.view else {
      throw ViewError.noSuchView(name, known: try await session.views().map(\.view.key.rawValue))
    }
    switch found.subject {
    case .orders:
      let pairs = found.filter.sorted { $0.key < $1.key }.map { key, value in
        key == "overdue" ? "overdue" : "\(key)=\(value == "me" ? session.actor : value)"
      }
      return .orders(try await WhereOptions.query(pairs, session, workplace, zone))
    case .parties:
      return .parties(
        try query(found.filter.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)"[...] }, workplace.now))
    }
  }

  private static let names = [
    "search", "customer-number", "kind", "category", "product", "area", "mark", "service", "manager",
  ]

  private func query(_ pairs: [Substring], _ now: Date) throws -> PartyQuery {
    var query = PartyQuery(asOf: now)
    for pair in pairs where pair != "all" {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let name = parts[0].map { $0.isUppercase ? "-\($0.lowercased())" : "\($0)" }.joined()
      guard parts.count == 2, Self.names.contains(name) else {
        throw ValidationError(
          "--people \(pair): write name=value with one of \(Self.names.joined(separator: ", ")); or all")
      }
      let value = parts[1]
      switch name {
      case "search": query.search = value
      case "customer-number": query.customerNumber = value
      case "kind":
        guard let kind = PartyRegistered.Kind(rawValue: value) else {
          throw ValidationError("--people \(pair): write person or organisation")
        }
        query.kind = kind
      case "category": query.category = value
      case "product": query.product = value
      case "area": query.area = value
      case "mark":
        guard let mark = PartyMark.Kind(rawValue: value) else {
          throw ValidationError("--people \(pair): write vip, blocked, free or manager")
        }
        query.mark = mark
      case "service": query.service = value
      default: query.manager = value
      }
    }
    return query
  }

  /// Small enough to be read out on the telephone.
  private static func freshSeed() -> Int {
    Workplace.randomBytes(3).reduce(0) { $0 << 8 | Int($1) } % 1_000_000
  }
}

/// `20%`, `0.5%`, `300`
struct SampleArgument: ExpressibleByArgument, Sendable {
  let amount: Sampling.Amount

  init?(argument: String) {
    guard let amount = Sampling.Amount(argument) else { return nil }
    self.amount = amount
  }
}

extension PassedOver {
  /// Why somebody is not called or written to, for people.
  var words: Text {
    switch self {
    case .nobody: Text(zh: "人员册中没有此人", en: "nobody in the book")
    case .secret: Text(zh: "保密工单", en: "a secret order")
    case .samePerson: Text(zh: "同一人已列入", en: "the same person again")
    case .noNumber: Text(zh: "没有电话号码", en: "no telephone number")
    case .emergencyNumber: Text(zh: "紧急号码", en: "an emergency number")
    case .faxOnly: Text(zh: "只有传真号码", en: "only a fax number")
    case .noAddress: Text(zh: "没有地址", en: "no name and address")
    case .noMail: Text(zh: "没有电子邮箱", en: "no mail address")
    case .sameNumber: Text(zh: "号码或邮箱与他人相同", en: "the number or address of somebody before")
    case .blocked: Text(zh: "免打扰或黑名单", en: "blocked or not to be called")
    case .inCampaign: Text(zh: "活动中已有", en: "in the campaign already")
    case .withOthers: Text(zh: "已分给他人", en: "given to others")
    case .beyondRights: Text(zh: "超出本人权限", en: "beyond your rights")
    }
  }
}
