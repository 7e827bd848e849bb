/// Which orders somebody sees, and of which secret ones the words: what every list, count and report is filtered by.
public struct OrderSight: Sendable, Equatable {
  /// Orders of these units, taken in by them or helped by them.
  public var scope: UnitScope
  /// Secret orders of these units, whatever their process.
  public var secrets: UnitScope
  /// Secret orders of a process that names its readers, by process.
  public var secretsByProcess: [ProcessKey: UnitScope]

  /// A sight.
  public init(scope: UnitScope, secrets: UnitScope, secretsByProcess: [ProcessKey: UnitScope] = [:]) {
    self.scope = scope
    self.secrets = secrets
    self.secretsByProcess = secretsByProcess
  }

  /// Everything.
  public static let everything = OrderSight(scope: .all, secrets: .all)

  /// Whether an order stands on the lists.
  public func sees(_ order: OrderPlace) -> Bool { scope == .all || scope.containsAny(of: order.all) }

  /// Whether the words of a secret order may be read.
  public func readsSecret(_ process: ProcessKey, _ order: OrderPlace) -> Bool {
    [secrets, secretsByProcess[process] ?? .units([])].contains { $0 == .all || $0.containsAny(of: order.all) }
  }
}

extension Access {
  /// Which orders they see.
  ///
  /// - Parameter readers: the roles that may read the secret orders of a process.
  public func sight(readers: [ProcessKey: [RoleKey]] = [:]) -> OrderSight {
    guard isEnforced else { return .everything }
    return OrderSight(
      scope: scope(of: .orderRead), secrets: scope(of: .orderReadSecret),
      secretsByProcess: readers.mapValues { scope(ofHolders: $0) })
  }
}

extension Order {
  /// Without its words and without whom it is for: what others than the named readers see of a secret order.
  public var masked: Order {
    var order = self
    order.mask()
    return order
  }
}
