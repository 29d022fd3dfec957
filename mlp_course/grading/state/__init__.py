"""O que se sabe de cada entrega: o que foi pedido, o que voltou, e se ainda vale."""
