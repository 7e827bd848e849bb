import Domain
import EventCodec
import FoundationEssentials
import Projections

/// A number to dial about an order.
public struct NumberToDial: Sendable, Equatable {
  /// Who answers there.
  public enum Role: String, Sendable {
    /// Whoever asked.
    case inquirer
    /// The unit that has the order.
    case department
    /// A unit that helps.
    case assistant
  }

  /// Who answers there.
  public let role: Role
  /// Their name, where it is known.
  public let name: String?
  /// As it is dialled.
  public let number: String
  /// Digits to dial after the answer.
  public let `extension`: String?
  /// What is said of it: home, or the field of a form that it was written into.
  public let label: String?
  /// The party or the unit, by its code.
  public let key: String?
}

extension Session {
  /// The numbers to dial about an order: those that were given for it, those of whom it is for, and those of the units that
  /// have it. For whoever may read the order's words.
  public func numbersToDial(about no: OrderNumber) async throws -> [NumberToDial] {
    let loaded = try await load(no)
    try requireWords(of: loaded)
    var numbers: [NumberToDial] = []
    if let party = loaded.order.party { numbers = try await numbersToDial(of: party) }
    for number in try given(with: loaded, numbers.first) where !numbers.contains(where: { $0.number == number.number })
    {
      // What was said for this order goes before what the book has.
      numbers.insert(number, at: 0)
    }
    let assistants = loaded.order.assists.filter { $0.endedAt == nil }.map { (NumberToDial.Role.assistant, $0.unit) }
    for (role, unit) in (loaded.order.main.map { [(.department, $0)] } ?? []) + assistants {
      guard let node = organisation.tree[unit], let phone = node.phone else { continue }
      let words = try? Self.contact(.phone, phone, label: nil)
      numbers.append(
        NumberToDial(
          role: role, name: node.name, number: words?.value ?? phone, extension: words?.extension, label: nil,
          key: unit.rawValue))
    }
    return numbers
  }

  /// The numbers of a party, with those of whoever is merged into it.
  public func numbersToDial(of party: PartyID) async throws -> [NumberToDial] {
    try await catchUp([Parties()])
    return try await connection.run { connection in
      let group = try Parties.group(of: party, on: connection)
      let name = try group.first.flatMap { try Parties.card(of: $0, on: connection)?.name }
      return try Parties.contacts(of: group, on: connection).filter { $0.point.kind == .phone }.map { _, point in
        NumberToDial(
          role: .inquirer, name: name, number: point.value, extension: point.extension, label: point.label,
          key: group.first?.description)
      }
    }
  }

  /// The telephone numbers that were written into the order's forms, the last first.
  private func given(with loaded: LoadedOrder, _ known: NumberToDial?) throws -> [NumberToDial] {
    let fields = loaded.process.form.fields + loaded.process.actions.flatMap(\.asks.fields)
    let phones = Set(fields.filter { $0.kind == .phone }.map(\.name.rawValue))
    guard !phones.isEmpty else { return [] }
    var words = [loaded.order.words?.fields ?? [:]]
    for recorded in loaded.events {
      if case .order(.moved(let moved)) = try codec.decode(recorded) { words.append(moved.words ?? [:]) }
    }
    return words.flatMap { words in
      phones.sorted().compactMap { field -> NumberToDial? in
        guard let typed = words[field] else { return nil }
        let number = try? Self.contact(.phone, typed, label: nil)
        return NumberToDial(
          role: .inquirer, name: words["reply-name"] ?? known?.name, number: number?.value ?? typed,
          extension: number?.extension, label: field, key: known?.key)
      }
    }
  }
}
